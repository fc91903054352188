import type { AlertSubject } from '../../model/alert-subject.ts';

/** The part of a key that identifies the subject within a zone; empty for the zone as a whole. */
export const subjectKey = (subject: AlertSubject | null | undefined): string =>
  subject ? `\n${subject.kind}\n${subject.id}` : '';

/** The subject of such a key, without its name. */
export function subjectOfKey(key: string): AlertSubject {
  const [, kind = '', id = ''] = key.split('\n');
  return { kind, id };
}
