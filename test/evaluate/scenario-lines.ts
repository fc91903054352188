import { SEVERITIES, type Severity } from '../../model/scenario.ts';
import { markdownTable, type Row } from '../bench/bench-lines.ts';
import { quartilesOf } from './quartiles-of.ts';
import type { ScenarioTally, SeverityTally } from './scenario-tally.ts';
import { shareInterval } from './share-interval.ts';

/** The tallies of one scenario by the fold that was played (`here`, `there`), a tally a seed. */
export type TalliesByFold = ReadonlyMap<string, readonly ScenarioTally[]>;

/** A false alarm may stand so long: until then it is usually checked before anybody leaves. */
const LONG_MINUTES = 5;

const HEAD: Row = [
  'severity',
  'fold',
  'events',
  'found',
  'missed',
  'false (withdrawn)',
  'recall',
  'precision',
  'lead, min',
  'alarms an event',
  'longest false, min (over 5)',
];

/** The table of one scenario: a row for each severity and fold. */
export function scenarioTable(tallies: TalliesByFold): string {
  const rows = SEVERITIES.flatMap((severity) =>
    [...tallies].map(([fold, seeds]) => [
      severity,
      fold,
      ...cellsOf(seeds.map((tally) => ofSeverity(tally, severity))),
    ]),
  );
  return markdownTable(HEAD, rows);
}

/** What was missed at each severity, and what was false at its highest one, by fold and seed. */
export function failureLines(tallies: TalliesByFold): readonly string[] {
  return [...tallies].flatMap(([fold, seeds]) =>
    seeds.flatMap((tally) => {
      const listed = new Set<string>();
      return SEVERITIES.toReversed().flatMap((severity) => {
        const { missed, falseAlarms } = ofSeverity(tally, severity);
        const begin = `${fold} seed ${tally.seed} ${severity}`;
        const unlisted = falseAlarms.filter(({ alertId }) => !listed.has(alertId));
        for (const { alertId } of unlisted) listed.add(alertId);
        return [
          ...missed.map(({ incidentId }) => `${begin}: missed ${incidentId}`),
          ...unlisted.map(
            ({ alertId, zoneId, minutes, isWithdrawn }) =>
              `${begin}: false ${alertId} at ${zoneId}, ${minutes.toFixed(1)} min${isWithdrawn ? ', withdrawn' : ''}`,
          ),
        ];
      });
    }),
  );
}

function ofSeverity({ severities }: ScenarioTally, severity: Severity): SeverityTally {
  const found = severities.find((tally) => tally.severity === severity);
  if (found === undefined) throw new Error(`no tally of ${severity}`);
  return found;
}

function cellsOf(seeds: readonly SeverityTally[]): Row {
  const found = seeds.flatMap((seed) => seed.found);
  const missed = seeds.flatMap((seed) => seed.missed);
  const falseAlarms = seeds.flatMap((seed) => seed.falseAlarms);
  const right = sum(seeds.map(({ rightAlarms }) => rightAlarms));
  const events = found.length + missed.length;
  const [early, median, late] = quartilesOf(found.map(({ leadMinutes }) => leadMinutes)).map((each) => each.toFixed(1));
  return [
    String(events),
    String(found.length),
    String(missed.length),
    `${falseAlarms.length} (${falseAlarms.filter(({ isWithdrawn }) => isWithdrawn).length})`,
    share(found.length, events),
    share(right, right + falseAlarms.length),
    found.length === 0 ? 'none' : `${median} (${early} to ${late})`,
    found.length === 0 ? 'none' : (sum(found.map(({ alarms }) => alarms)) / found.length).toFixed(2),
    longest(falseAlarms.map(({ minutes }) => minutes)),
  ];
}

/** The largest of some durations in minutes, and how many are long enough to have people come for nothing. */
function longest(minutes: readonly number[]): string {
  if (minutes.length === 0) return 'none';
  return `${Math.max(...minutes).toFixed(1)} (${minutes.filter((each) => each > LONG_MINUTES).length})`;
}

/** A share with its 95 % interval, e.g. `0.78 (0.45-0.94)`. */
function share(hits: number, count: number): string {
  const interval = shareInterval(hits, count);
  if (interval === null) return 'none';
  const [low, high] = interval;
  return `${(hits / count).toFixed(2)} (${low.toFixed(2)}-${high.toFixed(2)})`;
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
