import { expect, test } from 'vitest';
import type { Severity } from '../../model/scenario.ts';
import { failureLines, scenarioTable } from './scenario-lines.ts';
import type { ScenarioTally, SeverityTally } from './scenario-tally.ts';

const none = (severity: Severity): SeverityTally => ({
  severity,
  found: [],
  missed: [],
  falseAlarms: [],
  rightAlarms: 0,
});
const found = (leadMinutes: number, alarms: number) => ({ incidentId: 'i', zoneId: 'u1', leadMinutes, alarms });
const tally = (seed: number, warn: Partial<SeverityTally>): ScenarioTally => ({
  scenarioId: 'waterlogging',
  seed,
  severities: [none('watch'), { ...none('warn'), ...warn }, none('critical')],
  bins: [],
});
const seeds = [
  tally(1, { found: [found(10, 1), found(20, 2)], rightAlarms: 3 }),
  tally(2, {
    missed: [{ incidentId: 'flood-7', zoneId: 'u2' }],
    falseAlarms: [{ alertId: 'A-1', zoneId: 'u3', minutes: 12, isWithdrawn: true }],
  }),
];

test('the table adds up all seeds: events, false alarms, shares with their interval, lead and the longest false one', () => {
  const [row] = scenarioTable(new Map([['here', seeds]])).match(/.*\| warn \|.*/) ?? [];
  expect(row).toBe(
    '| warn | here | 3 | 2 | 1 | 1 (1) | 0.67 (0.21-0.94) | 0.75 (0.30-0.95) | 15.0 (12.5 to 17.5) | 1.50 | 12.0 (1) |',
  );
});

test('where nothing happened nothing is claimed', () => {
  const [row] = scenarioTable(new Map([['here', seeds]])).match(/.*\| watch \|.*/) ?? [];
  expect(row).toBe('| watch | here | 0 | 0 | 0 | 0 (0) | none | none | none | none | none |');
});

test('the list names what was missed, and each false alert once, at its highest severity', () => {
  const [first, second] = seeds;
  const watch = { ...none('watch'), falseAlarms: second?.severities[1]?.falseAlarms ?? [] };
  const twice = { ...tally(2, {}), severities: [watch, ...(second?.severities.slice(1) ?? [])] };
  expect(failureLines(new Map([['here', first ? [first, twice] : []]]))).toEqual([
    'here seed 2 warn: missed flood-7',
    'here seed 2 warn: false A-1 at u3, 12.0 min, withdrawn',
  ]);
});
