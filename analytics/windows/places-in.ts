import type { AlertSubject } from '../../model/alert-subject.ts';
import type { Zone } from '../../model/zone.ts';
import type { Place } from './place.ts';
import { subjectKey, subjectOfKey } from './subject-key.ts';

/**
 * The subjects of a zone to evaluate: those with recent readings, and those whose state machine is not idle (by key).
 */
export function placesIn(
  zone: Zone,
  recent: readonly AlertSubject[],
  pendingKeys: readonly string[],
): readonly Place[] {
  const subjects = new Map(pendingKeys.map((key) => [key, subjectOfKey(key)]));
  for (const subject of recent) subjects.set(subjectKey(subject), subject);
  const inOrder = [...subjects].sort(([a], [b]) => (a < b ? -1 : 1));
  return inOrder.map(([, subject]) => ({ ...zone, subject }));
}
