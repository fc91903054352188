import type { IncidentLabel, Label } from './labels/label.ts';
import { type Alarm, alarmsOf } from './scoring/alarms-of.ts';
import { isAbout, matchAlarms } from './scoring/match-alarms.ts';
import type { ScoredAlert } from './scoring/scored-alert.ts';

/** A real incident and the alerts about it, the earliest first. */
interface FoundIncident {
  readonly incident: IncidentLabel;
  readonly alertIds: readonly string[];
  /** Minutes from the start of the incident to the first alert; negative when the alert was earlier. */
  readonly lagMinutes: number;
}

/** Alerts compared with the ground truth. */
export interface Score {
  readonly found: readonly FoundIncident[];
  readonly missed: readonly IncidentLabel[];
  /** Alerts that at some time were about nothing real: those about look-alikes and those withdrawn are among them. */
  readonly falseAlarms: readonly ScoredAlert[];
  /** Look-alikes with the alerts that were raised for them by mistake. */
  readonly lookAlikesFired: readonly { readonly lookAlike: IncidentLabel; readonly alertIds: readonly string[] }[];
  readonly lookAlikesSilent: number;
  /** Raised and withdrawn later; each is a false alarm too. */
  readonly withdrawn: readonly ScoredAlert[];
  /** Alerts of scenarios without labels: it is not known whether they are right. */
  readonly unlabelled: readonly ScoredAlert[];
}

const MINUTE = 60_000;

/**
 * Matches alerts (warn or critical; a watch is a forecast and does not count) with labelled incidents of their scenario
 * by place and time. `zoneParents` gives the parent of each zone, null for the city.
 */
export function scoreAlerts(
  labels: readonly Label[],
  alerts: readonly ScoredAlert[],
  zoneParents: ReadonlyMap<string, string | null>,
): Score {
  const incidents = labels.filter((label) => label.type === 'incident');
  const labelled = new Set([...incidents.map(({ scenarioId }) => scenarioId), ...labels.flatMap(labelledBy)]);
  const claims = alerts.flatMap((alert) => alarmsOf(alert, 'warn', Number.POSITIVE_INFINITY));
  const counting = claims.filter(({ alert }) => labelled.has(alert.scenarioId));
  const real = incidents.filter(({ kind }) => kind === 'real');
  const lookAlikes = incidents.filter(({ kind }) => kind !== 'real');
  const match = matchAlarms(real, counting, zoneParents);
  const alarmsFor = (lookAlike: IncidentLabel) =>
    match.falseAlarms.filter((alarm) => isAbout(alarm, lookAlike, zoneParents));
  const lookAlikesFired = lookAlikes
    .map((lookAlike) => ({ lookAlike, alertIds: idsOf(alarmsFor(lookAlike)) }))
    .filter(({ alertIds }) => alertIds.length > 0);
  return {
    found: match.incidents.filter(({ about }) => about.length > 0).map(toFound),
    missed: match.incidents.filter(({ about }) => about.length === 0).map(({ incident }) => incident),
    falseAlarms: alertsOf(match.falseAlarms),
    lookAlikesFired,
    lookAlikesSilent: lookAlikes.length - lookAlikesFired.length,
    withdrawn: alertsOf(match.falseAlarms.filter(({ isWithdrawn }) => isWithdrawn)),
    unlabelled: alertsOf(claims.filter(({ alert }) => !labelled.has(alert.scenarioId))),
  };
}

/** Scenarios that a run labelled, those of which nothing happened included. */
const labelledBy = (label: Label): readonly string[] =>
  label.type === 'run' ? label.scenarios.map(({ scenarioId }) => scenarioId) : [];

const alertsOf = (alarms: readonly Alarm[]): readonly ScoredAlert[] => [...new Set(alarms.map(({ alert }) => alert))];
const idsOf = (alarms: readonly Alarm[]): readonly string[] => alertsOf(alarms).map(({ id }) => id);

function toFound({ incident, about }: { incident: IncidentLabel; about: readonly Alarm[] }): FoundIncident {
  const lagMinutes = ((about[0]?.publishedAt ?? Number.NaN) - incident.startAt) / MINUTE;
  return { incident, alertIds: idsOf(about), lagMinutes };
}
