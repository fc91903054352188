import type { Alert } from '../model/alert.ts';
import type { IncidentLabel } from './labels/label.ts';

/** The part of an alert that scoring looks at. */
export type ScoredAlert = Pick<
  Alert,
  'id' | 'zoneId' | 'scenarioId' | 'lane' | 'severity' | 'peakSeverity' | 'raisedAt' | 'clearedAt'
> & { readonly history: readonly Pick<Alert['history'][number], 'at' | 'change' | 'severity'>[] };

/** A real incident and the alerts that told of it, first one first. */
interface FoundIncident {
  readonly incident: IncidentLabel;
  readonly alertIds: readonly string[];
  /** Minutes from the start of the incident to the first alert; negative: the alert came first. */
  readonly lagMinutes: number;
}

/** How alerts compare with what was true. Every alert that counts is in exactly one of the lists. */
export interface Score {
  readonly found: readonly FoundIncident[];
  readonly missed: readonly IncidentLabel[];
  /** Alerts about nothing real, those about look-alikes included. */
  readonly falseAlarms: readonly ScoredAlert[];
  /** Look-alikes that should have stayed silent, with the alerts that they set off. */
  readonly lookAlikesFired: readonly { readonly lookAlike: IncidentLabel; readonly alertIds: readonly string[] }[];
  readonly lookAlikesSilent: number;
  /** Raised at once from one reading and taken back when more was known: the price of speed, counted apart. */
  readonly withdrawn: readonly ScoredAlert[];
}

const MINUTE = 60_000;
/** An alert this much before or after an incident is still about it. */
const TOLERANCE_MINUTES = 15;
const SCENARIO_ID = 'waterlogging';
/** A watch is a forecast, no claim that water stands. */
const CLAIMS: ReadonlySet<Alert['severity']> = new Set(['warn', 'critical']);

/**
 * Matches waterlogging alerts (warn or critical at their peak) with labelled incidents by place and time.
 * `zoneParents` gives the parent of each zone, null for the city.
 */
export function scoreAlerts(
  labels: readonly IncidentLabel[],
  alerts: readonly ScoredAlert[],
  zoneParents: ReadonlyMap<string, string | null>,
): Score {
  const counting = alerts.filter((alert) => alert.scenarioId === SCENARIO_ID && CLAIMS.has(alert.peakSeverity));
  const withdrawn = counting.filter(isWithdrawn);
  const standing = counting.filter((alert) => !isWithdrawn(alert));
  const isAbout = (alert: ScoredAlert, label: IncidentLabel) =>
    overlaps(alert, label) && isSamePlace(alert.zoneId, label.zoneId, zoneParents);

  const real = labels.filter((label) => label.kind === 'waterlogging');
  const lookAlikes = labels.filter((label) => label.kind !== 'waterlogging');
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
  };
}

function toFound({ incident, about }: { incident: IncidentLabel; about: readonly ScoredAlert[] }): FoundIncident {
  const inOrder = [...about].sort((one, other) => claimedAt(one) - claimedAt(other));
  const [first] = inOrder;
  const lagMinutes = first ? (claimedAt(first) - incident.startAt) / MINUTE : Number.NaN;
  return { incident, alertIds: inOrder.map((alert) => alert.id), lagMinutes };
}

/** When an alert first claimed that water stands: one may have begun as a watch long before. */
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
