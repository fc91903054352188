import type { AlertSubject } from '../../model/alert-subject.ts';

/** The part of a key that tells the subjects of one zone apart; empty for the zone as a whole. */
export const subjectKey = (subject: AlertSubject | null | undefined): string =>
  subject ? `\n${subject.kind}\n${subject.id}` : '';

/** The subject of such a part, without its name. */
export function subjectOfKey(key: string): AlertSubject {
  const [, kind = '', id = ''] = key.split('\n');
  return { kind, id };
}
