import { describe, expect, test } from 'vitest';
import type { Scenario, Verdict } from '../model/scenario.ts';
import { alertId } from './alerts/alert-id.ts';
import { createAnalytics } from './analytics.ts';
import { accessTo, HERE, journalOf } from './evidence/test-verify.ts';
import { verifyAlert } from './evidence/verify-alert.ts';
import { SCENARIOS } from './scenarios/index.ts';
import { TEST_ENGINE, testRegistry } from './test-city.ts';
import { parseSeries, seriesEvents } from './test-series.ts';

const LIMIT_PERCENT = 120;
const verdictOf = (loadPercent: number | undefined): Verdict => ({
  severity: loadPercent !== undefined && loadPercent >= LIMIT_PERCENT ? 'warn' : null,
  isClear: loadPercent !== undefined && loadPercent < LIMIT_PERCENT,
  values: loadPercent === undefined ? {} : { loadPercent },
  because: [],
});

/** Each transformer by its own load; any pack will do, no number of it is used. */
const OVERLOAD: Scenario = {
  id: 'overload',
  version: '1',
  title: { en: 'Overload', zh: '过载' },
  needs: ['power.load_factor', 'weather.temperature'],
  zoneKinds: ['cell'],
  subjectOf: ({ id }) => (id.startsWith('tr-') ? { kind: 'transformer', id, name: `No. ${id.slice(3)}` } : null),
  windowSeconds: 600,
  readingsSeconds: { 'power.load_factor': 300 },
  everySeconds: 60,
  standards: ['cn-cma-rain-signals'],
  evaluate: ({ readings }) => verdictOf(readings['power.load_factor']?.at(-1)?.value),
  evaluateArrival: ({ value }) => verdictOf(value),
  arrivalNeeds: ['power.load_factor'],
  holds: () => ({ onSeconds: { watch: 60, warn: 60, critical: 60 }, offSeconds: 120 }),
};
const DEVICES = ['tr-1', 'tr-2', 'tr-3', 'meter'];
const city = () =>
  createAnalytics({ registry: testRegistry(undefined, DEVICES), scenarios: [OVERLOAD], engine: TEST_ENGINE });
const events = seriesEvents(
  parseSeries(`
    power.load_factor@tr-1/cell  100x5 130x10 100x10
    power.load_factor@tr-2/cell  100x5 125x20
    power.load_factor@tr-3/cell  100x25
    power.load_factor@meter/cell 20x1 _x24`),
);

describe('a scenario with transformers as subjects', () => {
  const { effects, evidence: steps } = city().handle(events);
  const revisions = effects.map(({ alert }) => alert);
  const ofEvent = revisions.filter(({ lane }) => lane === 'event');

  test('raises and clears an alert for each, in both lanes, under its name', () => {
    expect(ofEvent.map(({ subject, history }) => `${subject?.id} ${history.at(-1)?.change}`)).toEqual([
      'tr-1 raised',
      'tr-2 raised',
      'tr-1 cleared',
    ]);
    expect(ofEvent[0]?.title).toEqual({ en: 'Overload: cell, No. 1', zh: '过载：cell，No. 1' });
    const arrivals = revisions.filter(({ lane, revision }) => lane === 'arrival' && revision === 1);
    expect(arrivals.map(({ subject }) => subject?.id)).toEqual(['tr-1', 'tr-2']);
    expect(new Set(revisions.map(({ id }) => id)).size).toBe(4);
  });

  test('a window contains the readings of its own devices and of those without a subject', () => {
    const devices = new Set(
      ofEvent
        .flatMap(({ evidence }) => evidence.window?.readings['power.load_factor'] ?? [])
        .map((each) => each.deviceId),
    );
    expect([...devices].sort()).toEqual(['tr-1', 'tr-2']);
    expect(ofEvent[0]?.evidence.window?.subject).toEqual({ kind: 'transformer', id: 'tr-1', name: 'No. 1' });
  });

  test('evidence verifies', async () => {
    const journal = journalOf(events);
    const kept = new Map(steps.map(({ hash, evidence }) => [hash, evidence]));
    for (const revision of revisions) {
      const { findings, steps: counts } = await verifyAlert({
        ...HERE,
        alert: JSON.parse(JSON.stringify(revision)),
        evidenceOf: (hash) => kept.get(hash) ?? null,
        scenarios: [OVERLOAD],
        journal: accessTo(journal),
      });
      expect({ findings, recomputed: counts.recomputed }).toEqual({
        findings: [],
        recomputed: revision.history.length,
      });
    }
  });

  test('the result does not depend on batch boundaries and checkpoints', () => {
    for (let cut = 0; cut < events.length; cut += 17) {
      const before = city();
      const first = before.handle(events.slice(0, cut)).effects;
      const after = city();
      after.restore(JSON.parse(JSON.stringify(before.snapshot())));
      const rest = after.handle(events.slice(cut)).effects;
      expect(JSON.stringify([...first, ...rest].map(({ alert }) => alert))).toBe(JSON.stringify(revisions));
    }
  });
});

test('an alert without a subject keeps the id that version 0.1.0 gave it', () => {
  const place = {
    scenarioId: 'waterlogging',
    lane: 'event',
    zoneId: 'underpass',
    activeAt: 1_782_864_540_000,
  } as const;
  expect(alertId(place)).toBe('A-75c8deba1193');
  expect(alertId({ ...place, subject: null })).toBe('A-75c8deba1193');
  expect(alertId({ ...place, subject: { kind: 'bridge', id: 'b1' } })).not.toBe('A-75c8deba1193');
});

test('alerts in a checkpoint of version 0.1.0, which have no subject field, are about their whole zone', () => {
  const fold = () => createAnalytics({ registry: testRegistry(), scenarios: SCENARIOS, engine: TEST_ENGINE });
  const flood = seriesEvents(
    parseSeries(`
      rain.depth@gauge-1/cell            0.5x20 0x60
      drain.fill@level-1/cell            100x20 10x60
      road.flood_depth@depth-1/underpass 0x5 45x15 0x60`),
  );
  const half = flood.length / 2;
  const before = fold();
  before.handle(flood.slice(0, half));
  const withoutSubjects = JSON.parse(
    JSON.stringify(before.snapshot(), (key, value) => (key === 'subject' ? undefined : value)),
  );
  const after = fold();
  after.restore(withoutSubjects);
  expect(after.active().length).toBeGreaterThan(0);
  expect(JSON.stringify(after.active())).toBe(JSON.stringify(before.active()));
  expect(JSON.stringify(after.handle(flood.slice(half)))).toBe(JSON.stringify(before.handle(flood.slice(half))));
});
