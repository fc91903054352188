import type { Alarm } from './alarms-of.ts';
import { isSamePlace } from './is-same-place.ts';
import type { ScoredLabel } from './scored-label.ts';

/** What alarms and incidents have to do with each other. Every alarm is either about an incident or false. */
export interface Match<L extends ScoredLabel> {
  /** The incidents in their order, each with the alarms about it, the one published first standing first. */
  readonly incidents: readonly { readonly incident: L; readonly about: readonly Alarm[] }[];
  /** Alarms about no incident, and those that were withdrawn: whoever was called for one came for nothing. */
  readonly falseAlarms: readonly Alarm[];
}

/** An alarm that ended so long before an incident, or began so long after it, is still about it. */
const TOLERANCE_MILLIS = 15 * 60_000;

/** Whether an alarm and a label are about the same, by scenario, place, time and, where both name one, subject. */
export function isAbout(alarm: Alarm, label: ScoredLabel, zoneParents: ReadonlyMap<string, string | null>): boolean {
  return (
    alarm.alert.scenarioId === label.scenarioId &&
    alarm.from <= label.endAt + TOLERANCE_MILLIS &&
    alarm.until >= label.startAt - TOLERANCE_MILLIS &&
    isSamePlace(alarm.alert.zoneId, label.zoneId, zoneParents) &&
    isSameSubject(alarm, label)
  );
}

/** A transformer that overheats, or the building site that the dust came from: an alert about another is wrong. */
function isSameSubject({ alert }: Alarm, { subjectId, source }: ScoredLabel): boolean {
  const named = subjectId ?? source ?? null;
  return named === null || !alert.subject || alert.subject.id === named;
}

/** Matches alarms with real incidents. A withdrawn alarm finds nothing, also where there was something to be found. */
export function matchAlarms<L extends ScoredLabel>(
  real: readonly L[],
  alarms: readonly Alarm[],
  zoneParents: ReadonlyMap<string, string | null>,
): Match<L> {
  const standing = alarms
    .filter(({ isWithdrawn }) => !isWithdrawn)
    .sort((one, other) => one.publishedAt - other.publishedAt);
  const incidents = real.map((incident) => ({
    incident,
    about: standing.filter((alarm) => isAbout(alarm, incident, zoneParents)),
  }));
  const explained = new Set(incidents.flatMap(({ about }) => about));
  return { incidents, falseAlarms: alarms.filter((alarm) => !explained.has(alarm)) };
}
