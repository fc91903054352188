import type { Alert } from '../model/alert.ts';
import type { IncidentLabel, Label } from './labels/label.ts';

/** The part of an alert that scoring looks at. */
export type ScoredAlert = Pick<
  Alert,
  'id' | 'zoneId' | 'scenarioId' | 'lane' | 'severity' | 'peakSeverity' | 'raisedAt' | 'clearedAt'
> & { readonly history: readonly Pick<Alert['history'][number], 'at' | 'change' | 'severity'>[] };

/** A real incident and the alerts about it, the earliest first. */
interface FoundIncident {
  readonly incident: IncidentLabel;
  readonly alertIds: readonly string[];
  /** Minutes from the start of the incident to the first alert; negative when the alert was earlier. */
  readonly lagMinutes: number;
}

/**
 * Alerts compared with the ground truth. Every alert that counts is in exactly one list; `lookAlikesFired` repeats some
 * false alarms.
 */
export interface Score {
  readonly found: readonly FoundIncident[];
  readonly missed: readonly IncidentLabel[];
  /** Alerts about nothing real, those about look-alikes included. */
  readonly falseAlarms: readonly ScoredAlert[];
  /** Look-alikes with the alerts that were raised for them by mistake. */
  readonly lookAlikesFired: readonly { readonly lookAlike: IncidentLabel; readonly alertIds: readonly string[] }[];
  readonly lookAlikesSilent: number;
  /** Raised at once from one reading and withdrawn later: the price of speed, counted apart. */
  readonly withdrawn: readonly ScoredAlert[];
  /** Alerts of scenarios without labels: it is not known whether they are right. */
  readonly unlabelled: readonly ScoredAlert[];
}

const MINUTE = 60_000;
/** An alert this much before or after an incident is still about it. */
const TOLERANCE_MINUTES = 15;
/** A watch is a forecast and does not count. */
const CLAIMS: ReadonlySet<Alert['severity']> = new Set(['warn', 'critical']);

/**
 * Matches alerts (warn or critical at their peak) with labelled incidents of their scenario by place and time.
 * `zoneParents` gives the parent of each zone, null for the city.
 */
export function scoreAlerts(
  labels: readonly Label[],
  alerts: readonly ScoredAlert[],
  zoneParents: ReadonlyMap<string, string | null>,
): Score {
  const incidents = labels.filter((label) => label.type === 'incident');
  const labelled = new Set([...incidents.map(({ scenarioId }) => scenarioId), ...labels.flatMap(labelledBy)]);
  const claiming = alerts.filter((alert) => CLAIMS.has(alert.peakSeverity));
  const counting = claiming.filter(({ scenarioId }) => labelled.has(scenarioId));
  const withdrawn = counting.filter(isWithdrawn);
  const standing = counting.filter((alert) => !isWithdrawn(alert));
  const isAbout = (alert: ScoredAlert, label: IncidentLabel) =>
    alert.scenarioId === label.scenarioId &&
    overlaps(alert, label) &&
    isSamePlace(alert.zoneId, label.zoneId, zoneParents);

  const real = incidents.filter(({ kind }) => kind === 'real');
  const lookAlikes = incidents.filter(({ kind }) => kind !== 'real');
  const matches = real.map((incident) => ({ incident, about: standing.filter((alert) => isAbout(alert, incident)) }));
  const explained = new Set(matches.flatMap(({ about }) => about));
  const falseAlarms = standing.filter((alert) => !explained.has(alert));
  const fired = lookAlikes.map((lookAlike) => ({
    lookAlike,
    alertIds: falseAlarms.filter((alert) => isAbout(alert, lookAlike)).map((alert) => alert.id),
  }));
  const lookAlikesFired = fired.filter(({ alertIds }) => alertIds.length > 0);
  return {
    found: matches.filter(({ about }) => about.length > 0).map(toFound),
    missed: matches.filter(({ about }) => about.length === 0).map(({ incident }) => incident),
    falseAlarms,
    lookAlikesFired,
    lookAlikesSilent: lookAlikes.length - lookAlikesFired.length,
    withdrawn,
    unlabelled: claiming.filter(({ scenarioId }) => !labelled.has(scenarioId)),
  };
}

/** Scenarios that a run labelled, those of which nothing happened included. */
const labelledBy = (label: Label): readonly string[] =>
  label.type === 'run' ? label.scenarios.map(({ scenarioId }) => scenarioId) : [];

function toFound({ incident, about }: { incident: IncidentLabel; about: readonly ScoredAlert[] }): FoundIncident {
  const inOrder = [...about].sort((one, other) => claimedAt(one) - claimedAt(other));
  const [first] = inOrder;
  const lagMinutes = first ? (claimedAt(first) - incident.startAt) / MINUTE : Number.NaN;
  return { incident, alertIds: inOrder.map((alert) => alert.id), lagMinutes };
}

/** When an alert first had a severity that counts: it may have begun as a watch long before. */
function claimedAt(alert: ScoredAlert): number {
  const claim = alert.history.find((step) => CLAIMS.has(step.severity));
  return claim?.at ?? alert.raisedAt;
}

function isWithdrawn(alert: ScoredAlert): boolean {
  return alert.lane === 'arrival' && alert.history.some((step) => step.change === 'withdrawn');
}

function overlaps(alert: ScoredAlert, label: IncidentLabel): boolean {
  const tolerance = TOLERANCE_MINUTES * MINUTE;
  const endedAt = alert.clearedAt ?? Number.POSITIVE_INFINITY;
  return claimedAt(alert) <= label.endAt + tolerance && endedAt >= label.startAt - tolerance;
}

/** The same zone, or one within the other. */
function isSamePlace(one: string, other: string, zoneParents: ReadonlyMap<string, string | null>): boolean {
  return isWithin(one, other, zoneParents) || isWithin(other, one, zoneParents);
}

function isWithin(inner: string, outer: string, zoneParents: ReadonlyMap<string, string | null>): boolean {
  for (let zone: string | null | undefined = inner; zone; zone = zoneParents.get(zone)) {
    if (zone === outer) return true;
  }
  return false;
}
