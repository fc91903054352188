import type { AlertSubject } from '../../model/alert-subject.ts';
import type { Zone } from '../../model/zone.ts';
import type { Place } from './place.ts';
import { subjectKey, subjectOfKey } from './subject-key.ts';

/** The subjects of a zone that are judged: those whose devices spoke, and those, by their keys, that have anything pending or raised. */
export function placesIn(zone: Zone, heard: readonly AlertSubject[], pendingKeys: readonly string[]): readonly Place[] {
  const subjects = new Map(pendingKeys.map((key) => [key, subjectOfKey(key)]));
  for (const subject of heard) subjects.set(subjectKey(subject), subject);
  const inOrder = [...subjects].sort(([a], [b]) => (a < b ? -1 : 1));
  return inOrder.map(([, subject]) => ({ ...zone, subject }));
}
