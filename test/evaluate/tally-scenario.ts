import { SEVERITIES, type Severity } from '../../model/scenario.ts';
import { type Alarm, alarmsOf } from '../../simulator/scoring/alarms-of.ts';
import { matchAlarms } from '../../simulator/scoring/match-alarms.ts';
import type { ScoredAlert } from '../../simulator/scoring/scored-alert.ts';
import type { ScoredLabel } from '../../simulator/scoring/scored-label.ts';
import type { FalseAlarm, SeverityTally } from './scenario-tally.ts';

const MINUTE_MILLIS = 60_000;

/** What is scored: the alerts and labels of one scenario in one run, and the tree of zones. */
export interface ScoredRun {
  readonly alerts: readonly ScoredAlert[];
  readonly labels: readonly ScoredLabel[];
  readonly zoneParents: ReadonlyMap<string, string | null>;
  /** End of the run, milliseconds since 1970: alarms that go on are counted up to there. */
  readonly endAt: number;
}

/** How the alerts of one scenario did, for each severity: alarms of a higher one count for the lower ones too. */
export function tallyScenario(run: ScoredRun): readonly SeverityTally[] {
  return SEVERITIES.map((severity) => tallySeverity(severity, run));
}

function tallySeverity(severity: Severity, { alerts, labels, zoneParents, endAt }: ScoredRun): SeverityTally {
  const alarms = alerts.flatMap((alert) => alarmsOf(alert, severity, endAt));
  const real = labels.filter(({ kind }) => kind === 'real');
  const { incidents, falseAlarms } = matchAlarms(real, alarms, zoneParents);
  return {
    severity,
    found: incidents.flatMap(({ incident, about: [first, ...others] }) =>
      first === undefined
        ? []
        : {
            incidentId: incident.incidentId,
            zoneId: incident.zoneId,
            leadMinutes: (incident.startAt - first.publishedAt) / MINUTE_MILLIS,
            alarms: 1 + others.length,
          },
    ),
    missed: incidents
      .filter(({ about }) => about.length === 0)
      .map(({ incident: { incidentId, zoneId } }) => ({ incidentId, zoneId })),
    falseAlarms: falseAlarms.map(toFalseAlarm),
    rightAlarms: alarms.length - falseAlarms.length,
  };
}

const toFalseAlarm = ({ alert, publishedAt, endPublishedAt, isWithdrawn }: Alarm): FalseAlarm => ({
  alertId: alert.id,
  zoneId: alert.zoneId,
  minutes: (endPublishedAt - publishedAt) / MINUTE_MILLIS,
  isWithdrawn,
});
