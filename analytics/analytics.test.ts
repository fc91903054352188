import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Alert } from '../model/alert.ts';
import type { AnalyticsFold, FoldEvent } from '../model/fold.ts';
import type { StandardsPack } from '../model/standards-pack.ts';
import { createAnalytics } from './analytics.ts';
import { WATERLOGGING } from './scenarios/waterlogging/index.ts';
import { STANDARDS } from './standards/index.ts';
import { standard, TEST_ENGINE, testRegistry } from './test-city.ts';
import { parseSeries, SERIES_START, seriesEvents, stateOf } from './test-series.ts';

const MINUTE = 60_000;
const fold = (packs: readonly StandardsPack[] = STANDARDS): AnalyticsFold =>
  createAnalytics({ registry: testRegistry(packs), scenarios: [WATERLOGGING.scenario], engine: TEST_ENGINE });
const fixture = (name: string): readonly FoldEvent[] =>
  seriesEvents(
    parseSeries(readFileSync(join(import.meta.dirname, 'scenarios/waterlogging/fixtures', name, 'series.txt'), 'utf8')),
  );
const storm = fixture('flooded-underpass');
const timeOf = (event: FoldEvent): number => {
  if (event.type === 'watermark') return event.at;
  if (event.type === 'state') return event.state.at;
  return 'reading' in event ? event.reading.observedAt : Number.POSITIVE_INFINITY;
};
const upTo = (events: readonly FoldEvent[], minute: number) =>
  events.filter((event) => timeOf(event) <= SERIES_START + minute * MINUTE);
const after = (events: readonly FoldEvent[], minute: number) =>
  events.filter((event) => timeOf(event) > SERIES_START + minute * MINUTE);
const acknowledge = (alertId: string, actionId = 'action-1', user = 'li', note = 'crew sent'): FoldEvent => ({
  type: 'action',
  actionId,
  user,
  action: { type: 'alert.acknowledge', alertId, note },
  receivedAt: SERIES_START + 1_000 * MINUTE,
  offset: 9_000,
});
const underpassAlert = (analytics: AnalyticsFold): Alert =>
  analytics.active().find(({ zoneId, lane }) => zoneId === 'underpass' && lane === 'event') as Alert;
const changes = (alerts: readonly Alert[]) => alerts.map(({ history }) => history.at(-1)?.change);

test('alerts and evidence are identical, byte for byte, for any batch boundaries and checkpoints', () => {
  const whole = JSON.stringify(fold().handle(storm).effects);
  fc.assert(
    fc.property(fc.array(fc.nat(storm.length), { maxLength: 6 }), (cuts) => {
      const edges = [0, ...cuts.sort((a, b) => a - b), storm.length];
      let analytics = fold();
      const effects = edges.slice(1).flatMap((edge, index) => {
        const part = analytics.handle(storm.slice(edges[index], edge)).effects;
        const saved: unknown = JSON.parse(JSON.stringify(analytics.snapshot()));
        analytics = fold();
        analytics.restore(saved);
        return part;
      });
      expect(JSON.stringify(effects)).toBe(whole);
    }),
    { numRuns: 12 },
  );
});

test('the order of the estimates of one minute has no effect', () => {
  const event = storm.filter(({ type }) => type === 'state' || type === 'watermark');
  const whole = JSON.stringify(fold().handle(event).effects);
  const minuteOf = (each: FoldEvent) => (each.type === 'watermark' ? each.at + 0.5 : timeOf(each));
  fc.assert(
    fc.property(fc.infiniteStream(fc.nat(1_000)), (weights) => {
      const shuffled = event
        .map((each) => ({ each, at: minuteOf(each), weight: weights.next().value as number }))
        .sort((a, b) => a.at - b.at || a.weight - b.weight);
      expect(JSON.stringify(fold().handle(shuffled.map(({ each }) => each)).effects)).toBe(whole);
    }),
    { numRuns: 8 },
  );
});

/** The same events, but the wider zones pass each grid point `delay` events later than the places in them. */
const zoneByZone = (events: readonly FoldEvent[], delay: number): readonly FoldEvent[] => {
  const waiting: { readonly until: number; readonly event: FoldEvent }[] = [];
  const inOrder = events.flatMap((event, place) => {
    const due = waiting.filter(({ until }) => until <= place).map((each) => each.event);
    waiting.splice(0, due.length);
    if (event.type !== 'watermark') return [...due, event];
    waiting.push({ until: place + delay, event: { ...event, zoneIds: ['city', 'district'] } });
    return [...due, { ...event, zoneIds: ['cell', 'dry-cell', 'road', 'underpass'] }];
  });
  return [...inOrder, ...waiting.map(({ event }) => event)];
};

test('a place is evaluated once the widest zone that it inherits from has passed the grid point', () => {
  const inStep = fold().handle(storm).effects;
  expect(inStep.length).toBeGreaterThan(0);
  const jointOnly = (effects: typeof inStep) =>
    effects
      .filter(({ alert }) => alert.lane === 'event')
      .map(({ alert }) => ({ ...alert, evidence: [alert.evidence.window, alert.evidence.verdict] }));
  for (const delay of [1, 2, 5]) {
    expect(jointOnly(fold().handle(zoneByZone(storm, delay)).effects)).toEqual(jointOnly(inStep));
  }
  const placesOnly = storm.map((event) =>
    event.type === 'watermark' ? { ...event, zoneIds: ['underpass', 'cell'] } : event,
  );
  expect(jointOnly(fold().handle(placesOnly).effects)).toEqual([]);
});

test('a snapshot is not touched by what the fold does afterwards', () => {
  const analytics = fold();
  analytics.handle(upTo(storm, 50));
  const saved = analytics.snapshot();
  const before = JSON.stringify(saved);
  analytics.handle(after(storm, 50));
  expect(JSON.stringify(saved)).toBe(before);
});

test('every change is one revision and one effect with its own id', () => {
  const { effects } = fold().handle(storm);
  expect(new Set(effects.map(({ id }) => id)).size).toBe(effects.length);
  for (const { id, alert, staleAfter } of effects) {
    expect(id).toBe(`${alert.id}@${alert.revision}`);
    expect(alert.history).toHaveLength(alert.revision);
    expect(alert.id).toMatch(/^A-[0-9a-f]{12}$/);
    expect(staleAfter).toBe((alert.history.at(-1)?.at ?? 0) + 60 * MINUTE);
  }
});

test('an open alert is acknowledged once, by the first user', () => {
  const analytics = fold();
  analytics.handle(upTo(storm, 50));
  const { id } = underpassAlert(analytics);
  const { alerts } = analytics.handle([acknowledge(id), acknowledge(id), acknowledge(id, 'action-2', 'wang', '')]);
  expect(alerts).toHaveLength(1);
  expect(alerts[0]).toMatchObject({ status: 'acknowledged', acknowledgedBy: 'li' });
  expect(alerts[0]?.history.at(-1)).toMatchObject({ by: 'li', reason: 'crew sent' });
});

test('a note on an acknowledged alert is kept, once per action, and leaves who acknowledged it', () => {
  const analytics = fold();
  analytics.handle(upTo(storm, 50));
  const { id, revision } = underpassAlert(analytics);
  analytics.handle([acknowledge(id)]);
  const saved = analytics.snapshot();
  const restored = fold();
  restored.restore(JSON.parse(JSON.stringify(saved)));
  for (const each of [analytics, restored]) {
    const note = acknowledge(id, 'action-2', 'wang', 'pump on site');
    const { alerts, effects } = each.handle([note, note, acknowledge(id)]);
    expect(alerts).toHaveLength(1);
    expect(alerts[0]).toMatchObject({ status: 'acknowledged', acknowledgedBy: 'li', revision: revision + 2 });
    expect(alerts[0]?.history.slice(-2).map(({ change, by, reason }) => [change, by, reason])).toEqual([
      ['acknowledged', 'li', 'crew sent'],
      ['noted', 'wang', 'pump on site'],
    ]);
    expect(effects.map((effect) => effect.id)).toEqual([`${id}@${revision + 2}`]);
  }
});

test('an unknown or a cleared alert cannot be acknowledged', () => {
  const analytics = fold();
  const { alerts } = analytics.handle(storm);
  const cleared = alerts.find(({ status }) => status === 'cleared') as Alert;
  expect(analytics.handle([acknowledge(cleared.id), acknowledge('A-000000000000')]).alerts).toEqual([]);
});

test('an acknowledged alert that escalates is open again, and needs a new acknowledgement', () => {
  const analytics = fold();
  analytics.handle(upTo(storm, 50));
  const { id } = underpassAlert(analytics);
  analytics.handle([acknowledge(id), ...after(upTo(storm, 56), 50)]);
  expect(underpassAlert(analytics)).toMatchObject({ status: 'open', severity: 'critical', acknowledgedBy: null });
  analytics.handle([acknowledge(id)]);
  expect(underpassAlert(analytics).status).toBe('open');
  analytics.handle([acknowledge(id, 'action-2')]);
  expect(underpassAlert(analytics).status).toBe('acknowledged');
});

test('a gap restarts the on-delay of a pending warning', () => {
  const flood = fixture('rain-of-the-district');
  const gap: FoldEvent = { type: 'gap', since: 0, until: 0, offset: 0 };
  const raisedAt = (events: readonly FoldEvent[]) => (fold().handle(events).alerts[0]?.raisedAt ?? 0) - SERIES_START;
  expect(raisedAt(flood)).toBe(24 * MINUTE);
  expect(raisedAt([...upTo(flood, 23), gap, ...after(flood, 23)])).toBe(27 * MINUTE);
});

test('a jump of event time restarts an on-delay as a gap does', () => {
  const flood = fixture('rain-of-the-district').filter(
    (event) =>
      event.type !== 'watermark' || event.at <= SERIES_START + 23 * MINUTE || event.at > SERIES_START + 26 * MINUTE,
  );
  expect((fold().handle(flood).alerts[0]?.raisedAt ?? 0) - SERIES_START).toBe(30 * MINUTE);
});

test('a late reading that changes the evidence of an alert amends it, and is named in the reason', () => {
  const flood = fixture('rain-of-the-district');
  const analytics = fold();
  analytics.handle(upTo(flood, 24));
  const depth = upTo(flood, 24).findLast(
    (event) => event.type === 'released' && event.reading.property === 'road.flood_depth',
  );
  if (depth?.type !== 'released') throw new Error('the fixture has no depth');
  const late = { ...depth.reading, value: 12, offset: 8_888 };
  const { alerts } = analytics.handle([
    { type: 'late', reading: late },
    ...stateOf(late),
    ...after(upTo(flood, 25), 24).filter((event) => event.type === 'watermark'),
  ]);
  expect(changes(alerts)).toEqual(['withdrawn']);
  expect(alerts[0]?.history.at(-1)?.reason).toContain('late reading flood_depth@depth-1 of 2026-07-01T00:24:00.000Z');
});

test('an alert whose condition still holds is not withdrawn for a late reading: its evidence becomes the current window', () => {
  const flood = fixture('rain-of-the-district');
  const analytics = fold();
  analytics.handle(upTo(flood, 30));
  const early = upTo(flood, 24).findLast(
    (event) => event.type === 'released' && event.reading.property === 'road.flood_depth',
  );
  if (early?.type !== 'released') throw new Error('the fixture has no depth');
  const late = { ...early.reading, value: 12, offset: 8_888 };
  const { alerts } = analytics.handle([
    { type: 'late', reading: late },
    ...stateOf(late),
    ...after(upTo(flood, 31), 30),
  ]);
  expect(changes(alerts)).toEqual(['amended']);
  expect(alerts[0]).toMatchObject({ severity: 'warn', status: 'open' });
  expect(alerts[0]?.evidence.window?.at).toBe(SERIES_START + 31 * MINUTE);
});

test('a late reading that changes no verdict changes no alert', () => {
  const flood = fixture('rain-of-the-district');
  const analytics = fold();
  analytics.handle(upTo(flood, 30));
  const early = upTo(flood, 24).findLast(
    (event) => event.type === 'released' && event.reading.property === 'road.flood_depth',
  );
  if (early?.type !== 'released') throw new Error('the fixture has no depth');
  const late = { ...early.reading, value: 19, offset: 8_888 };
  const { alerts } = analytics.handle([
    { type: 'late', reading: late },
    ...stateOf(late),
    ...after(upTo(flood, 31), 30),
  ]);
  expect(alerts).toEqual([]);
});

test('a city without the pack, with a pack that fails its vectors, or before its first day raises nothing', () => {
  const [pack, rain] = [standard('cn-waterlogging'), standard('cn-cma-rain-signals')];
  const wrong = { ...rain, vectors: [{ input: { hourlyRainMm: [40, 40, 20] }, expected: 'blue' }] };
  expect(fold([pack, rain]).handle(storm).effects).not.toEqual([]);
  const later = { ...pack, effectiveFrom: '2026-07-02' };
  for (const packs of [[], [pack], [pack, wrong], [withoutWarnDepth(pack), rain], [later, rain]]) {
    expect(fold(packs).handle(storm).effects).toEqual([]);
  }
});

test('refused packs are listed while they are refused: a failing one, a missing one, and one that no scenario needs', () => {
  const [pack, rain] = [standard('cn-waterlogging'), standard('cn-cma-rain-signals')];
  const air = standard('us-epa-aqi');
  const refusedWith = (packs: readonly StandardsPack[]) => {
    const analytics = fold(packs);
    analytics.handle(storm);
    return analytics.refusedPacks();
  };
  expect(refusedWith([pack, rain])).toEqual([]);
  expect(refusedWith([rain])).toEqual([
    { scenarioId: 'waterlogging', packs: [], problems: ['no edition of cn-waterlogging is in force'] },
  ]);
  expect(refusedWith([withoutWarnDepth(pack), rain])).toMatchObject([
    { scenarioId: 'waterlogging', packs: ['cn-waterlogging@2026.2', 'cn-cma-rain-signals@2026.1'] },
  ]);
  expect(refusedWith([pack, rain, { ...air, vectors: [] }])).toMatchObject([
    { scenarioId: null, packs: ['us-epa-aqi@2024.2'] },
  ]);
});

test('a refused pack is reported once, with its problems', () => {
  const [pack, rain] = [standard('cn-waterlogging'), standard('cn-cma-rain-signals')];
  const reports: string[] = [];
  createAnalytics({
    registry: testRegistry([withoutWarnDepth(pack), rain]),
    scenarios: [WATERLOGGING.scenario],
    engine: TEST_ENGINE,
    onRefusedPacks: (scenarioId, _packs, problems) => reports.push(`${scenarioId}: ${problems.join()}`),
  }).handle(storm);
  expect(reports).toEqual([
    'waterlogging: standards pack cn-waterlogging@2026.2, cn-cma-rain-signals@2026.1 has no row "warnDepth" with a number',
  ]);
});

/** A pack in the first format, without a checksum: the missing row is found only when it is used. */
function withoutWarnDepth(pack: StandardsPack): StandardsPack {
  const { warnDepth: _, ...table } = pack.table;
  return { ...pack, source: 'a test', table };
}

test.each([
  ['0x3 60? 60x6', []],
  // Dry for a moment, and up again: one reading is not enough.
  ['0x3 60? 60x6 0x2 60 0x2', []],
  // Two in a row that move are, and so is one after an hour below the clear level.
  ['0x3 60? 60x6 0x2 60 61 62x2', ['raised', 'amended']],
  ['0x3 60? 60x6 0x62 60', ['raised']],
])('a device whose alert was withdrawn is believed again when it shows water that moves: %s', (depths, again) => {
  const events = seriesEvents(parseSeries(`road.flood_depth@depth-1/underpass ${depths}`));
  const analytics = fold();
  const half = events.length >> 1;
  const effects = [...analytics.handle(events.slice(0, half)).effects];
  const restored = fold();
  restored.restore(JSON.parse(JSON.stringify(analytics.snapshot())));
  effects.push(...restored.handle(events.slice(half)).effects);
  expect(changes(effects.map(({ alert }) => alert))).toEqual(['raised', 'withdrawn', ...again]);
});

test('a reading from a backlog raises no alert in the arrival lane', () => {
  const events = seriesEvents(parseSeries('road.flood_depth@depth-1/underpass 0 60')).map((event) =>
    event.type === 'arrival' || event.type === 'released'
      ? { ...event, reading: { ...event.reading, receivedAt: event.reading.observedAt + 301_000 } }
      : event,
  );
  expect(fold().handle(events).effects).toEqual([]);
});
