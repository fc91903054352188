import { expect, test } from 'vitest';
import type { Severity } from '../../model/scenario.ts';
import type { ScoredAlert, ScoredStep } from '../../simulator/scoring/scored-alert.ts';
import type { ScoredLabel } from '../../simulator/scoring/scored-label.ts';
import { tallyScenario } from './tally-scenario.ts';

const MINUTE = 60_000;
const zoneParents = new Map([
  ['city', null],
  ['u1', 'city'],
  ['u2', 'city'],
]);

/** Minutes of an event at `u1`. */
const flood = (from: number, until: number, kind: ScoredLabel['kind'] = 'real'): ScoredLabel => ({
  incidentId: `flood-${from}`,
  scenarioId: 'waterlogging',
  kind,
  zoneId: 'u1',
  startAt: from * MINUTE,
  endAt: until * MINUTE,
});

type Change = readonly [minute: number, change: ScoredStep['change'], severity: Severity, publishedMinute?: number];

/** An alert by its steps: the minute of event time, and that of its publication where it is another. */
const alert = (steps: readonly Change[], zoneId = 'u1'): ScoredAlert => ({
  id: `A-${zoneId}-${steps[0]?.[0]}`,
  zoneId,
  scenarioId: 'waterlogging',
  lane: 'event',
  peakSeverity: 'critical',
  activeAt: (steps[0]?.[0] ?? 0) * MINUTE,
  raisedAt: (steps[0]?.[0] ?? 0) * MINUTE,
  history: steps.map(([minute, change, severity, published = minute]) => ({
    at: minute * MINUTE,
    change,
    severity,
    publishedAt: published * MINUTE,
  })),
});

function tally(labels: readonly ScoredLabel[], alerts: readonly ScoredAlert[]) {
  const [watch, warn, critical] = tallyScenario({ alerts, labels, zoneParents, endAt: 600 * MINUTE });
  if (watch === undefined || warn === undefined || critical === undefined) throw new Error('a severity is missing');
  return { watch, warn, critical };
}

test('an event found early has a positive lead, one found late a negative one', () => {
  const early = alert([
    [50, 'raised', 'warn'],
    [120, 'cleared', 'warn'],
  ]);
  const { watch, warn, critical } = tally([flood(60, 100)], [early]);
  expect(warn.found).toEqual([{ incidentId: 'flood-60', zoneId: 'u1', leadMinutes: 10, alarms: 1 }]);
  expect(watch.found).toEqual(warn.found);
  expect(critical).toMatchObject({ found: [], missed: [{ incidentId: 'flood-60' }], falseAlarms: [], rightAlarms: 0 });
  const late = alert([[64, 'raised', 'critical', 84]]);
  expect(tally([flood(60, 100)], [late]).critical.found).toMatchObject([{ leadMinutes: -24 }]);
});

test('each severity has its own lead and its own false alarms', () => {
  const grown = alert([
    [20, 'raised', 'watch'],
    [58, 'escalated', 'warn'],
    [66, 'escalated', 'critical'],
    [90, 'eased', 'watch'],
    [130, 'cleared', 'watch'],
  ]);
  const { watch, warn, critical } = tally([flood(60, 100)], [grown]);
  expect([watch, warn, critical].map(({ found }) => found[0]?.leadMinutes)).toEqual([40, 2, -6]);
  const vain = alert([
    [300, 'raised', 'watch'],
    [310, 'escalated', 'warn'],
    [320, 'cleared', 'warn'],
  ]);
  const nothing = tally([], [vain]);
  expect(nothing.watch.falseAlarms).toMatchObject([{ minutes: 20, isWithdrawn: false }]);
  expect(nothing.warn.falseAlarms).toMatchObject([{ minutes: 10 }]);
  expect(nothing.critical.falseAlarms).toEqual([]);
});

test('a withdrawn critical is a false alarm and finds nothing, even in a flood', () => {
  const hasty = alert([
    [62, 'raised', 'critical'],
    [64, 'withdrawn', 'critical'],
  ]);
  const { critical } = tally([flood(60, 100)], [hasty]);
  expect(critical.found).toEqual([]);
  expect(critical.missed).toHaveLength(1);
  expect(critical.falseAlarms).toEqual([{ alertId: 'A-u1-62', zoneId: 'u1', minutes: 2, isWithdrawn: true }]);
});

test('an alarm at the edge of an event is about it for a quarter of an hour, and no longer', () => {
  const after = (minute: number) => alert([[minute, 'raised', 'warn']]);
  const before = (minute: number) =>
    alert([
      [minute - 5, 'raised', 'warn'],
      [minute, 'cleared', 'warn'],
    ]);
  expect(tally([flood(60, 100)], [after(115)]).warn.falseAlarms).toEqual([]);
  expect(tally([flood(60, 100)], [after(116)]).warn.falseAlarms).toHaveLength(1);
  expect(tally([flood(60, 100)], [before(45)]).warn.falseAlarms).toEqual([]);
  expect(tally([flood(60, 100)], [before(44)]).warn.falseAlarms).toHaveLength(1);
});

test('two alarms about one event are two for whoever is called; elsewhere and for a look-alike they are false', () => {
  const [one, other] = [alert([[61, 'raised', 'warn']]), alert([[63, 'raised', 'critical']])];
  const { warn } = tally([flood(60, 100)], [one, other, alert([[70, 'raised', 'warn']], 'u2')]);
  expect(warn.found).toMatchObject([{ alarms: 2, leadMinutes: -1 }]);
  expect(warn.rightAlarms).toBe(2);
  expect(warn.falseAlarms).toMatchObject([{ zoneId: 'u2' }]);
  expect(tally([flood(60, 100, 'look-alike:street-washing')], [one]).warn).toMatchObject({
    found: [],
    missed: [],
    falseAlarms: [{ minutes: 539 }],
  });
});

test('a flood that is raised and cleared in one late revision is found, with the time of its publication', () => {
  const late = alert([
    [62, 'raised', 'critical', 140],
    [95, 'cleared', 'critical', 140],
  ]);
  const { critical } = tally([flood(60, 100)], [late]);
  expect(critical.found).toMatchObject([{ leadMinutes: -80 }]);
  expect(critical.falseAlarms).toEqual([]);
});
