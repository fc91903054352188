import * as fc from 'fast-check';
import { from, lastValueFrom, toArray } from 'rxjs';
import { expect, test } from 'vitest';
import type { CityAction } from '../model/action.ts';
import type { Alert } from '../model/alert.ts';
import type { Amendment } from '../model/amendment.ts';
import type { Journalled, JournalRecord } from '../model/journal-record.ts';
import { type CityFold, createCityFold } from './city-fold.ts';
import { depthScenario, POISON, START, streetRecords } from './test-street.ts';

const STEADY = depthScenario('steady', () => {});
const FRAIL = depthScenario('frail', (depthCm) => {
  if (depthCm === POISON) throw new Error(`cannot judge ${depthCm} cm`);
});
const DEEP = [0, 20, 40, 40, 40, 40];
const streets = streetRecords({
  north: [...DEEP, POISON, 40, 20, 0, 0, 0, 0],
  south: [...DEEP, 40, 40, 20, 0, 0, 0, 0],
});

const action = (seconds: number, change: CityAction): JournalRecord => ({
  kind: 'action',
  actionId: `action-${seconds}`,
  user: 'li',
  action: change,
  receivedAt: START + seconds * 1000,
  wallAt: 0,
});
const frailNorth = { kind: 'scenario', id: 'frail', zoneId: 'north', deviceId: null } as const;
const amendment = (fromOffset: number, untilOffset: number | null): Amendment => ({
  amendmentId: `amendment-${fromOffset}`,
  user: 'citynerve',
  fromOffset,
  untilOffset,
  amendment: { type: 'extension-off', ...frailNorth, reason: 'it did not end within 10 s' },
});

const fold = (amendments: readonly Amendment[] = [], onAmendment?: (amendment: Amendment) => void): CityFold =>
  createCityFold({
    mapping: null,
    amendments,
    scenarios: [FRAIL, STEADY],
    ...(onAmendment && { onAmendment }),
  });

/**
 * Folds records in batches with these boundaries; with `isSaved` each batch by a new fold, restored from a checkpoint.
 */
async function run(
  records: readonly JournalRecord[],
  {
    amendments = [],
    cuts = [],
    isSaved = false,
  }: { amendments?: readonly Amendment[]; cuts?: number[]; isSaved?: boolean } = {},
) {
  const journal = records.map((record, offset) => ({ ...record, offset }) as Journalled);
  const edges = [...new Set([0, ...cuts, journal.length])].sort((a, b) => a - b);
  let city = fold(amendments);
  const revisions: Alert[] = [];
  for (const [index, start] of edges.slice(0, -1).entries()) {
    const nextOffset = edges[index + 1] ?? journal.length;
    const batch = { records: journal.slice(start, nextOffset), nextOffset };
    const results = await lastValueFrom(from([batch]).pipe(city.pipeline.operator, toArray()));
    revisions.push(...results.flatMap(({ effects }) => effects.map(({ alert }) => alert)));
    if (!isSaved) continue;
    const saved: unknown = JSON.parse(JSON.stringify(city.snapshot()));
    city = fold(amendments);
    city.restore(saved);
  }
  const of = (scenarioId: string, zoneId: string, lane: Alert['lane']) =>
    revisions.filter((each) => each.scenarioId === scenarioId && each.zoneId === zoneId && each.lane === lane);
  return { city, revisions, of };
}

const changesOf = (alerts: readonly Alert[]) => alerts.map(({ history }) => history.at(-1)?.change);
const offsetOf = (depthCm: number) =>
  streets.findIndex(
    (record) => record.kind === 'publication' && Buffer.from(record.payload).toString().includes(`"depth":${depthCm}`),
  );

test('a scenario that throws is off in its zone from that record on, and everything else continues', async () => {
  const { city, of } = await run(streets);
  expect(city.extensions().filter(({ kind }) => kind === 'scenario')).toEqual([
    expect.objectContaining({ kind: 'scenario', id: 'steady', isOn: true, failures: 0 }),
    {
      ...frailNorth,
      isOn: false,
      lastError: 'cannot judge 66 cm',
      failures: 1,
      offBy: 'failure',
      user: null,
      sinceOffset: offsetOf(POISON),
    },
  ]);
  expect(city.analytics.notWatched()).toEqual([{ scenarioId: 'frail', zoneId: 'north' }]);
  for (const [scenarioId, zoneId] of [
    ['steady', 'north'],
    ['steady', 'south'],
    ['frail', 'south'],
  ] as const) {
    expect([
      changesOf(of(scenarioId, zoneId, 'arrival')).at(0),
      changesOf(of(scenarioId, zoneId, 'arrival')).at(-1),
    ]).toEqual(['raised', 'cleared']);
    expect([
      changesOf(of(scenarioId, zoneId, 'event')).at(0),
      changesOf(of(scenarioId, zoneId, 'event')).at(-1),
    ]).toEqual(['raised', 'cleared']);
  }
});

test('its open alert is kept and marked: it is neither cleared nor eased', async () => {
  const { city, of } = await run(streets);
  for (const lane of ['arrival', 'event'] as const) {
    const last = of('frail', 'north', lane).at(-1);
    expect(last).toMatchObject({ status: 'open', severity: 'warn', isUnwatched: true });
    expect(last?.history.at(-1)).toMatchObject({ change: 'amended', reason: 'not watched: cannot judge 66 cm' });
  }
  expect(city.analytics.active().every(({ isUnwatched }) => isUnwatched)).toBe(true);
});

test('failures and amendments give identical results for any batch boundaries and checkpoints', async () => {
  const amendments = [amendment(20, 26), amendment(33, null)];
  for (const known of [[], amendments]) {
    const whole = await run(streets, { amendments: known });
    const bytes = JSON.stringify([whole.revisions, whole.city.extensions(), whole.city.analytics.notWatched()]);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(streets.length), { maxLength: 5 }), fc.boolean(), async (cuts, isSaved) => {
        const { revisions, city } = await run(streets, { amendments: known, cuts, isSaved });
        expect(JSON.stringify([revisions, city.extensions(), city.analytics.notWatched()])).toBe(bytes);
      }),
      { numRuns: 15 },
    );
  }
});

test('when a person switches it on again, it evaluates from that record on, and clears alerts that are over', async () => {
  const on = action(13 * 60 + 150, { type: 'extension.on', ...frailNorth });
  const later = streetRecords({ north: Array(20).fill(0), south: [] }).filter(
    ({ kind, receivedAt }) => kind !== 'config' && receivedAt > on.receivedAt,
  );
  const { city, of } = await run([...streets, on, ...later]);
  expect(city.analytics.notWatched()).toEqual([]);
  expect(city.analytics.active()).toEqual([]);
  for (const lane of ['arrival', 'event'] as const) {
    expect(changesOf(of('frail', 'north', lane)).slice(-3)).toEqual(['amended', 'amended', 'cleared']);
    expect(of('frail', 'north', lane).at(-1)).not.toHaveProperty('isUnwatched');
  }
  expect(city.extensions().find(({ id }) => id === 'frail')).toMatchObject({ isOn: true, failures: 1, offBy: null });
});

test('switched off by a person everywhere, a scenario raises nothing and watches no zone', async () => {
  const off = action(1, { type: 'extension.off', ...frailNorth, zoneId: null });
  const first = streets.findIndex(({ kind }) => kind === 'publication');
  const { city, revisions } = await run([...streets.slice(0, first), off, ...streets.slice(first)]);
  expect(new Set(revisions.map(({ scenarioId }) => scenarioId))).toEqual(new Set(['steady']));
  expect(city.analytics.notWatched().map(({ zoneId }) => zoneId)).toEqual(['north', 'south']);
  expect(city.extensions().find(({ id }) => id === 'frail')).toMatchObject({
    offBy: 'person',
    user: 'li',
    lastError: 'switched off by li',
  });
});

test('an amendment disables an extension in its range of offsets only', async () => {
  const depthAt = offsetOf(40);
  const whole = await run(streets, { amendments: [amendment(0, null)] });
  expect(whole.of('frail', 'north', 'arrival')).toEqual([]);
  expect(whole.of('frail', 'south', 'arrival')).not.toEqual([]);
  const late = await run(streets, { amendments: [amendment(0, depthAt + 1)] });
  const normal = await run(streets);
  expect(late.of('frail', 'north', 'arrival')[0]?.evidence.offset).toBeGreaterThan(depthAt);
  expect(normal.of('frail', 'north', 'arrival')[0]?.evidence.offset).toBe(depthAt);
});

/**
 * City time after each record, in milliseconds since the start; folded one by one, each by a fold out of the checkpoint
 * of the one before.
 */
async function timesOf(
  records: readonly JournalRecord[],
  amendments: readonly Amendment[],
): Promise<readonly number[]> {
  const times: number[] = [];
  let city = fold(amendments);
  for (const [offset, record] of records.entries()) {
    const batch = { records: [{ ...record, offset } as Journalled], nextOffset: offset + 1 };
    const results = await lastValueFrom(from([batch]).pipe(city.pipeline.operator, toArray()));
    times.push((results.at(-1)?.cityTime ?? 0) - START);
    const saved: unknown = JSON.parse(JSON.stringify(city.snapshot()));
    city = fold(amendments);
    city.restore(saved);
  }
  return times;
}

test('an amendment of the clock shifts when records came in its range, ticks too, and city time never goes back', async () => {
  const tick = (seconds: number): JournalRecord => ({ kind: 'tick', receivedAt: START + seconds * 1000, wallAt: 0 });
  const gap: JournalRecord = { ...tick(40), kind: 'gap', since: START + 30_000 };
  const records = [tick(0), tick(10), tick(20), tick(30), gap, tick(50)];
  const shift = (fromOffset: number, untilOffset: number | null, seconds: number): Amendment => ({
    ...amendment(fromOffset, untilOffset),
    amendment: { type: 'clock-shifted', millis: seconds * 1000 },
  });
  const seconds = async (...amendments: readonly Amendment[]) =>
    (await timesOf(records, amendments)).map((millis) => millis / 1000);
  expect(await seconds()).toEqual([0, 10, 20, 30, 40, 50]);
  expect(await seconds(shift(2, null, 3_600))).toEqual([0, 10, 3_620, 3_630, 3_640, 3_650]);
  expect(await seconds(shift(2, 4, 15))).toEqual([0, 10, 35, 45, 45, 50]);
  expect(await seconds(shift(2, null, -25))).toEqual([0, 10, 10, 10, 15, 25]);
  expect(await seconds(shift(2, 4, 100), shift(3, null, -95))).toEqual([0, 10, 120, 120, 120, 120]);
});

test('an amendment that was not known at the start of the fold is reported once', async () => {
  const seen: string[] = [];
  const known = amendment(3, null);
  const news = amendment(5, 9);
  const city = fold([known], ({ amendmentId }) => seen.push(amendmentId));
  const records = [known, news, news].map(
    (each, index) => ({ kind: 'amendment', ...each, receivedAt: START, wallAt: START, offset: index }) as Journalled,
  );
  await lastValueFrom(from([{ records, nextOffset: 3 }]).pipe(city.pipeline.operator, toArray()));
  expect(seen).toEqual(['amendment-5']);
});

test('a checkpoint without an amendment of its folded range is refused; one before the range is restored', async () => {
  const known = amendment(20, 26);
  const news = amendment(30, null);
  const saveAt = async (end: number) => {
    const { city } = await run(streets.slice(0, end), { amendments: [known] });
    return JSON.parse(JSON.stringify(city.snapshot())) as object;
  };
  const restore = (saved: object, amendments: readonly Amendment[]) => () => fold(amendments).restore(saved);
  const [before, behind] = await Promise.all([saveAt(30), saveAt(31)]);
  expect(restore(behind, [known])).not.toThrow();
  expect(restore(before, [known, news])).not.toThrow();
  expect(restore(behind, [known, news])).toThrow('folded without the amendment of offsets from 30 on');
  // A checkpoint of 0.1.0 does not contain the known amendments.
  const { amendments: _, ...old } = behind as { readonly amendments: unknown };
  expect(restore(old, [])).not.toThrow();
  expect(restore(old, [known])).toThrow('folded without the amendment of offsets from 20 on');
});
