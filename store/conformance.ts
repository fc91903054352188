// Long because it is one list of short cases, all of which an engine has to pass.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { evenBounds } from '../model/even-bounds.ts';
import type { AggregateFunction } from '../model/property-kind.ts';
import type { Quality } from '../model/quality.ts';
import { GOOD } from '../model/quality.ts';
import type { Reading } from '../model/reading.ts';
import type { SeriesStore, StoreBatch } from '../model/series-store.ts';

/** A store that was created for one test. */
export interface StoreUnderTest {
  readonly store: SeriesStore;
  /** Closes the store and opens it again on the same data; absent for an engine that is not durable. */
  readonly reopen?: () => Promise<SeriesStore>;
  readonly dispose: () => Promise<void>;
}

/** 2026-03-01T00:00:00Z, a whole day. */
const DAY = Date.UTC(2026, 2, 1);
const EVERYTHING = { from: 0, until: Number.MAX_SAFE_INTEGER, limit: 1_000_000 } as const;
const LATE: Quality = { level: 'suspect', reasons: ['jump', 'late'] };
const BAD: Quality = { level: 'bad', reasons: ['out-of-range'] };

const reading = (changes: Partial<Reading> = {}): Reading => ({
  deviceId: 'rain-1',
  channel: 'rain',
  property: 'rain.depth',
  zoneId: 'cell-1',
  observedAt: DAY,
  receivedAt: (changes.observedAt ?? DAY) + 5,
  value: 1.5,
  quality: GOOD,
  offset: 0,
  ...changes,
});

const batch = (readings: readonly Reading[], nextOffset: number, requalified: readonly Reading[] = []): StoreBatch => ({
  readings,
  requalified,
  nextOffset,
});

/**
 * The conformance suite of series stores. Cases that an engine cannot meet according to its `caps` are skipped by name.
 */
export function describeSeriesStore(engine: string, create: () => Promise<StoreUnderTest>): void {
  describe(`${engine} as a series store`, () => {
    let place: StoreUnderTest;
    let store: SeriesStore;
    beforeEach(async () => {
      place = await create();
      store = place.store;
    });
    afterEach(() => place.dispose());

    const write = async (...batches: readonly StoreBatch[]) => {
      for (const each of batches) await store.write(each);
      await store.settle();
    };

    it('is empty at first, healthy, and at the beginning of the journal', async () => {
      expect((await store.health()).isHealthy).toBe(true);
      expect(await store.range(EVERYTHING)).toEqual([]);
      expect(await store.latest(['rain-1'])).toEqual([]);
      expect(await store.catalogue()).toEqual([]);
      expect(await store.cursor()).toBe(store.caps.ownCursor ? 0 : null);
    });

    it('gives a reading back as it was, to the millisecond and the last bit', async () => {
      const readings = [
        reading({ value: 0.1 + 0.2, observedAt: DAY + 1, quality: LATE, offset: 3 }),
        reading({ value: -1e-300, observedAt: DAY + 2, zoneId: null, quality: BAD, offset: 4 }),
        reading({ value: Number.MAX_VALUE, observedAt: DAY + 3, offset: Number.MAX_SAFE_INTEGER - 1 }),
      ];
      await write(batch(readings, Number.MAX_SAFE_INTEGER));
      expect(await store.range(EVERYTHING)).toEqual(readings);
    });

    it('keeps names as they are: spaces, quotes, commas, Chinese, emoji', async () => {
      const names = ["d 1,= x'Ł", '"quoted"', '雨量计 一号', '🌧', 'semi;colon--', 'a\\b', '$1', '%_'];
      const readings = names.map((deviceId, at) =>
        reading({ deviceId, channel: deviceId, zoneId: deviceId, observedAt: DAY + at }),
      );
      await write(batch(readings, 1));
      expect(await store.range(EVERYTHING)).toEqual(readings);
      for (const [at, deviceId] of names.entries()) {
        const query = { ...EVERYTHING, deviceId, channel: deviceId, zoneIds: [deviceId] };
        expect(await store.range(query)).toEqual([readings[at]]);
        expect(await store.latest([deviceId])).toEqual([readings[at]]);
      }
    });

    it('answers a half-open range in order of time, then device, then channel, cut at the limit', async () => {
      const readings = [
        reading({ observedAt: DAY + 60_000 }),
        reading({ deviceId: 'rain-0', observedAt: DAY + 60_000 }),
        reading({ observedAt: DAY }),
        reading({ observedAt: DAY + 120_000 }),
        reading({ channel: 'battery', observedAt: DAY + 60_000 }),
      ];
      await write(batch(readings, 1));
      const from = { ...EVERYTHING, from: DAY, until: DAY + 120_000 };
      const found = await store.range(from);
      expect(found).toEqual([readings[2], readings[1], readings[4], readings[0]]);
      expect(await store.range({ ...from, limit: 3 })).toEqual(found.slice(0, 3));
      expect(await store.range({ ...from, from: DAY + 1, limit: 1 })).toEqual([readings[1]]);
    });

    it('narrows a range by device, channel, property and zone, and finds none where all must hold', async () => {
      const readings = [
        reading(),
        reading({
          deviceId: 'drain-1',
          channel: 'level',
          property: 'drain.level',
          zoneId: 'cell-2',
          observedAt: DAY + 1,
        }),
        reading({ deviceId: 'drain-1', channel: 'fill', property: 'drain.fill', zoneId: null, observedAt: DAY + 2 }),
      ];
      await write(batch(readings, 1));
      expect(await store.range({ ...EVERYTHING, deviceId: 'drain-1' })).toEqual([readings[1], readings[2]]);
      expect(await store.range({ ...EVERYTHING, channel: 'rain' })).toEqual([readings[0]]);
      expect(await store.range({ ...EVERYTHING, property: 'drain.fill' })).toEqual([readings[2]]);
      expect(await store.range({ ...EVERYTHING, zoneIds: ['cell-2'] })).toEqual([readings[1]]);
      expect(await store.range({ ...EVERYTHING, zoneIds: ['cell-2', 'nowhere', 'cell-1'] })).toEqual(
        readings.slice(0, 2),
      );
      expect(await store.range({ ...EVERYTHING, zoneIds: [] })).toEqual([]);
      expect(await store.range({ ...EVERYTHING, zoneIds: ['cell-2'], channel: 'fill' })).toEqual([]);
    });

    it('lets the first value under a key stay: within a batch, in a later one, and behind newer readings', async () => {
      await write(
        batch([reading({ value: 1 }), reading({ value: 2 }), reading({ value: 9, observedAt: DAY + 60_000 })], 10),
        batch([reading({ value: 3, offset: 11 }), reading({ value: 4, observedAt: DAY + 30_000, offset: 12 })], 20),
        batch(
          [
            reading({ value: 5, observedAt: DAY + 30_000, offset: 21 }),
            reading({ value: 6, observedAt: DAY + 60_000, offset: 22 }),
          ],
          30,
        ),
      );
      expect((await store.range(EVERYTHING)).map((row) => row.value)).toEqual([1, 4, 9]);
    });

    it('changes nothing when a batch is written again', async () => {
      const first = batch([reading(), reading({ observedAt: DAY + 1, value: 7 })], 5, [reading({ quality: LATE })]);
      await write(first);
      const before = await store.range(EVERYTHING);
      await write(first);
      expect(await store.range(EVERYTHING)).toEqual(before);
      expect(await store.catalogue()).toMatchObject([{ count: 2, sum: 8.5 }]);
    });

    it('replaces the quality of a row that was judged again, also in the batch that brings it, and never its value', async () => {
      const rows = [reading(), reading({ observedAt: DAY + 1, offset: 1 })];
      await write(batch(rows, 2, [reading({ observedAt: DAY + 1, offset: 1, quality: LATE })]));
      await write(batch([], 3, [reading({ quality: LATE, value: 99 }), reading({ quality: BAD, value: 99 })]));
      expect(await store.range(EVERYTHING)).toEqual([
        { ...rows[0], quality: BAD },
        { ...rows[1], quality: LATE },
      ]);
      expect(await store.latest(['rain-1'])).toEqual([{ ...rows[1], quality: LATE }]);
    });

    it('makes no row out of a judgement on a reading that it does not have', async () => {
      await write(
        batch([reading()], 2, [
          reading({ observedAt: DAY + 1, quality: LATE }),
          reading({ deviceId: 'x', quality: BAD }),
        ]),
      );
      expect(await store.range(EVERYTHING)).toEqual([reading()]);
    });

    it('knows the latest of each channel by observation, not by arrival, and only of the devices asked for', async () => {
      const newest = reading({ observedAt: DAY + 5000, value: 5 });
      const elsewhere = reading({ deviceId: 'rain-2' });
      const other = reading({ channel: 'battery', observedAt: DAY + 1, quality: BAD });
      await write(batch([newest, other, elsewhere], 1), batch([reading({ observedAt: DAY + 4000, offset: 1 })], 2));
      expect(await store.latest(['rain-1'])).toEqual([other, newest]);
      expect(await store.latest(['rain-2', 'rain-1', 'rain-2'])).toEqual([other, newest, elsewhere]);
      expect(await store.latest(['nobody'])).toEqual([]);
      expect(await store.latest([])).toEqual([]);
    });

    const HOUR = [
      reading({ value: 1, observedAt: DAY }),
      reading({ value: 3, observedAt: DAY + 59_999, quality: LATE }),
      reading({ value: 50, observedAt: DAY + 1000, quality: BAD }),
      reading({ value: 8, observedAt: DAY + 60_000 }),
      reading({ value: 4, observedAt: DAY + 600_000, zoneId: 'cell-2', deviceId: 'rain-2' }),
      reading({ value: 6, observedAt: DAY + 600_001, zoneId: null, deviceId: 'rain-3' }),
    ];
    const hour = { bounds: evenBounds(DAY, DAY + 3_600_000, 60_000) };
    const later = { bounds: evenBounds(DAY + 600_000, DAY + 3_600_000, 60_000) };

    it.each<[AggregateFunction, readonly number[]]>([
      ['mean', [2, 8, 5]],
      ['min', [1, 8, 4]],
      ['max', [3, 8, 6]],
      ['sum', [4, 8, 10]],
      ['count', [2, 1, 2]],
    ])('computes %s per bucket without bad readings, and invents no bucket', async (name, values) => {
      await write(batch(HOUR, 1));
      const buckets = await store.aggregate({ ...hour, function: name, groupBy: 'none' });
      const counts = [2, 1, 2];
      const at = [DAY, DAY + 60_000, DAY + 600_000];
      expect(buckets).toEqual(values.map((value, i) => ({ at: at[i], group: '', value, count: counts[i] })));
    });

    it('says of a sum how much of it is of possible repeats, by group, after a quality was judged again too', async () => {
      const repeat: Quality = { level: 'good', reasons: ['possible-repeat'] };
      const twice: Quality = { level: 'suspect', reasons: ['clock-held', 'late', 'possible-repeat'] };
      const held: Quality = { level: 'good', reasons: ['clock-held', 'time-approximate'] };
      const rows = [
        reading({ value: 1 }),
        reading({ value: 2, observedAt: DAY + 1, quality: repeat }),
        reading({ value: 4, observedAt: DAY + 2, quality: held }),
        reading({ value: 8, observedAt: DAY + 3, quality: { ...repeat, level: 'bad' } }),
        reading({ value: 16, observedAt: DAY + 4, deviceId: 'rain-2', zoneId: 'cell-2', quality: twice }),
        reading({ value: 32, observedAt: DAY + 60_000 }),
        reading({ value: 64, observedAt: DAY + 60_001, offset: 1 }),
        reading({ value: 0, observedAt: DAY + 120_000, quality: repeat }),
      ];
      await write(batch(rows, 2, [{ ...(rows[6] as Reading), quality: twice }]));
      const sums = { ...hour, function: 'sum', property: 'rain.depth' } as const;
      expect(await store.aggregate({ ...sums, groupBy: 'none' })).toEqual([
        { at: DAY, group: '', value: 23, ofPossibleRepeats: 18, count: 4 },
        { at: DAY + 60_000, group: '', value: 96, ofPossibleRepeats: 64, count: 2 },
        { at: DAY + 120_000, group: '', value: 0, ofPossibleRepeats: 0, count: 1 },
      ]);
      expect(await store.aggregate({ ...sums, groupBy: 'device', deviceIds: ['rain-1', 'rain-2'] })).toEqual([
        { at: DAY, group: 'rain-1', value: 7, ofPossibleRepeats: 2, count: 3 },
        { at: DAY, group: 'rain-2', value: 16, ofPossibleRepeats: 16, count: 1 },
        { at: DAY + 60_000, group: 'rain-1', value: 96, ofPossibleRepeats: 64, count: 2 },
        { at: DAY + 120_000, group: 'rain-1', value: 0, ofPossibleRepeats: 0, count: 1 },
      ]);
      const others = await store.aggregate({ ...sums, function: 'max', groupBy: 'zone' });
      expect(others.filter(({ ofPossibleRepeats }) => ofPossibleRepeats !== undefined)).toEqual([]);
    });

    it('takes the mean of directions on the circle, and none where they cancel out', async () => {
      const wind = (value: number, at: number, deviceId = 'mast-1') =>
        reading({ deviceId, channel: 'wind', property: 'weather.wind_direction', value, observedAt: DAY + at });
      const opposite = [wind(0, 60_000), wind(180, 60_001)];
      await write(batch([wind(350, 0), wind(10, 1), wind(20, 2, 'mast-2'), wind(340, 3, 'mast-2'), ...opposite], 1));
      const mean = { ...hour, property: 'weather.wind_direction', function: 'mean' } as const;
      expect(await store.aggregate({ ...mean, groupBy: 'none' })).toEqual([{ at: DAY, group: '', value: 0, count: 4 }]);
      expect(
        await store.aggregate({ ...mean, function: 'timeMean', groupBy: 'none', bounds: [DAY - 1, DAY + 2] }),
      ).toEqual([{ at: DAY - 1, group: '', value: 0, count: 2 }]);
      const west = [wind(260, 120_000), wind(280, 120_001)].map((each, i) => ({ ...each, offset: 10 + i }));
      await write(batch(west, 20));
      expect(await store.aggregate({ ...mean, groupBy: 'device' })).toEqual([
        { at: DAY, group: 'mast-1', value: 0, count: 2 },
        { at: DAY, group: 'mast-2', value: 0, count: 2 },
        { at: DAY + 120_000, group: 'mast-1', value: 270, count: 2 },
      ]);
    });

    it('takes the mean of levels in dB by their energy, and least and most as they are', async () => {
      const noise = (value: number, at: number, deviceId = 'noise-1') =>
        reading({ deviceId, channel: 'laeq', property: 'noise.laeq', value, observedAt: DAY + at });
      await write(batch([noise(50, 0), noise(50, 1), noise(50, 2), noise(70, 3, 'noise-2'), noise(61.2, 60_000)], 1));
      const of = async (name: 'mean' | 'timeMean' | 'min' | 'max') =>
        (await store.aggregate({ ...hour, property: 'noise.laeq', function: name, groupBy: 'none' })).map(
          ({ value, count }) => [value, count],
        );
      // 10 log10((3 × 10^5 + 10^7) / 4), and of two devices 10 log10((10^5 + 10^7) / 2).
      expect(await of('mean')).toEqual([
        [64.107772, 4],
        [61.2, 1],
      ]);
      expect(await of('timeMean')).toEqual([
        [67.032914, 4],
        [61.2, 1],
      ]);
      expect([(await of('min'))[0]?.[0], (await of('max'))[0]?.[0]]).toEqual([50, 70]);
    });

    it('aggregates by device and by zone; what lies in no zone stands under an empty name', async () => {
      await write(batch(HOUR, 1));
      const last = { ...later, function: 'sum' } as const;
      const bucket = { at: DAY + 600_000, count: 1 };
      expect(await store.aggregate({ ...last, groupBy: 'device' })).toEqual([
        { ...bucket, group: 'rain-2', value: 4 },
        { ...bucket, group: 'rain-3', value: 6 },
      ]);
      expect(await store.aggregate({ ...last, groupBy: 'zone' })).toEqual([
        { ...bucket, group: '', value: 6 },
        { ...bucket, group: 'cell-2', value: 4 },
      ]);
      expect(await store.aggregate({ ...last, groupBy: 'none', zoneIds: ['cell-2'] })).toMatchObject([{ value: 4 }]);
      expect(await store.aggregate({ ...last, groupBy: 'none', zoneIds: [] })).toEqual([]);
    });

    it('aggregates over some devices as if there were no others', async () => {
      await write(batch(HOUR, 1));
      const last = { ...later, function: 'sum', groupBy: 'none' } as const;
      const over = async (...deviceIds: readonly string[]) =>
        (await store.aggregate({ ...last, deviceIds })).map(({ value, count }) => [value, count]);
      expect(await over('rain-2', 'rain-3', 'rain-2')).toEqual([[10, 2]]);
      expect(await over('nobody', 'rain-3')).toEqual([[6, 1]]);
      expect(await over()).toEqual([]);
      const strangers = Array.from({ length: 1_000 }, (_, i) => `stranger-${i}`);
      expect(await over('rain-2', ...strangers, 'rain-3')).toEqual([[10, 2]]);
    });

    it('puts readings into buckets of any lengths, also before 1970, and leaves out what lies outside', async () => {
      await write(
        batch(
          [-3_000, -1, 0, 1, 99, 7 * 3_600_000, 8 * 3_600_000].map((observedAt) => reading({ observedAt })),
          1,
        ),
      );
      const bounds = [-1_000, 0, 50, 100, 6 * 3_600_000, 8 * 3_600_000];
      const counted = { function: 'count', groupBy: 'none', bounds } as const;
      const counts = (await store.aggregate(counted)).map(({ at, count }) => [at, count]);
      expect(counts).toEqual([
        [-1_000, 1],
        [0, 2],
        [50, 1],
        [6 * 3_600_000, 1],
      ]);
      expect(await store.aggregate({ ...counted, bounds: [0] })).toEqual([]);
    });

    it('goes on behind a place in the order, in the midst of one instant', async () => {
      const rows = ['a', 'b', 'c'].flatMap((deviceId) =>
        ['x', 'y'].map((channel) => reading({ deviceId, channel, observedAt: DAY + (deviceId === 'c' ? 1 : 0) })),
      );
      await write(batch(rows, 1));
      const found = await store.range(EVERYTHING);
      expect(found).toEqual(rows);
      for (const [at, after] of found.entries()) {
        expect(await store.range({ ...EVERYTHING, after, limit: 2 })).toEqual(found.slice(at + 1, at + 3));
      }
    });

    it('gives the mean over time, each device once, whatever the number of its readings', async () => {
      const minutes = Array.from({ length: 60 }, (_, i) => reading({ value: 100, observedAt: DAY + i * 60_000 }));
      const seldom = Array.from({ length: 6 }, (_, i) =>
        reading({ deviceId: 'rain-2', zoneId: 'cell-2', value: 0, observedAt: DAY + i * 600_000 }),
      );
      await write(batch([...minutes, ...seldom], 1));
      const wanted = { bounds: [DAY, DAY + 3_600_000], function: 'timeMean' } as const;
      expect(await store.aggregate({ ...wanted, groupBy: 'none' })).toEqual([
        { at: DAY, group: '', value: 50, count: 66 },
      ]);
      expect(await store.aggregate({ ...wanted, groupBy: 'zone' })).toEqual([
        { at: DAY, group: 'cell-1', value: 100, count: 60 },
        { at: DAY, group: 'cell-2', value: 0, count: 6 },
      ]);
      expect(await store.aggregate({ ...wanted, groupBy: 'device', zoneIds: ['cell-2'] })).toMatchObject([
        { group: 'rain-2', value: 0 },
      ]);
    });

    it('weighs a reading in a mean by the time to its neighbours in the bucket, and channels alike', async () => {
      const rows = [
        // 0 for 100 ms, then on the way to 8 for 400 ms.
        reading({ value: 0, observedAt: DAY + 200 }),
        reading({ value: 0, observedAt: DAY + 300 }),
        reading({ value: 99, observedAt: DAY + 500, quality: BAD }),
        reading({ value: 8, observedAt: DAY + 700 }),
        reading({ value: 6, observedAt: DAY + 1_000 }),
        reading({ channel: 'rain-b', value: 7.2, observedAt: DAY + 999 }),
        reading({ value: 1, observedAt: DAY + 1_500 }),
      ];
      await write(batch(rows, 1));
      const wanted = { bounds: [DAY, DAY + 1_000, DAY + 1_500], function: 'timeMean', groupBy: 'none' } as const;
      const found = await store.aggregate(wanted);
      expect(found.map(({ at, count }) => [at, count])).toEqual([
        [DAY, 4],
        [DAY + 1_000, 1],
      ]);
      expect(found.map(({ value }) => value.toFixed(9))).toEqual(['5.200000000', '6.000000000']);
    });

    it('says of the mean of a device for how much of the bucket there are readings', async () => {
      const at = (millis: number, changes: Partial<Reading> = {}) => reading({ observedAt: DAY + millis, ...changes });
      const rows = [
        // Before the first bucket: the next one stands only for the time since.
        at(-20_000, { value: 50 }),
        at(10_000, { value: 1 }),
        at(70_000, { value: 2 }),
        at(71_000, { value: 9 }),
        at(75_000, { value: 99, quality: BAD }),
        at(80_000, { value: 4, channel: 'rain-b' }),
        at(300_000, { value: 8 }),
        at(600_000, { value: 7 }),
        at(0, { deviceId: 'rain-2', value: -2 }),
        at(0, { deviceId: 'rain-3', value: 5 }),
        at(1, { property: 'drain.level', channel: 'level', value: 5 }),
      ];
      await write(batch(rows, 1));
      const query = {
        property: 'rain.depth',
        bounds: [DAY, DAY + 300_000, DAY + 600_000],
        readingMillis: 60_000,
      } as const;
      expect(await store.deviceMeans({ ...query, deviceIds: ['rain-2', 'rain-1'] })).toEqual([
        { at: DAY, deviceId: 'rain-1', mean: 4, count: 4, coveredMillis: 30_000 + 60_000 + 1_000 + 9_000 },
        { at: DAY, deviceId: 'rain-2', mean: -2, count: 1, coveredMillis: 60_000 },
        { at: DAY + 300_000, deviceId: 'rain-1', mean: 8, count: 1, coveredMillis: 60_000 },
      ]);
      expect(await store.deviceMeans({ ...query, deviceIds: [] })).toEqual([]);
      expect(await store.deviceMeans({ ...query, deviceIds: ['rain-1'], bounds: [DAY] })).toEqual([]);
    });

    it('sums up its catalogue per device, channel and property, bad readings too', async () => {
      await write(batch([...HOUR, reading({ channel: 'level', property: 'drain.level', value: -2 })], 1));
      expect(await store.catalogue()).toEqual([
        { deviceId: 'rain-1', channel: 'level', property: 'drain.level', count: 1, sum: -2 },
        { deviceId: 'rain-1', channel: 'rain', property: 'rain.depth', count: 4, sum: 62 },
        { deviceId: 'rain-2', channel: 'rain', property: 'rain.depth', count: 1, sum: 4 },
        { deviceId: 'rain-3', channel: 'rain', property: 'rain.depth', count: 1, sum: 6 },
      ]);
    });

    it('sets aside what it cannot keep, writes the rest, and refuses the same in a replay', async () => {
      const hopeless = [
        reading({ value: Number.NaN }),
        reading({ value: Number.NEGATIVE_INFINITY, observedAt: DAY + 1 }),
        reading({ observedAt: DAY + 0.5 }),
        reading({ deviceId: 'half a pair \ud83c' }),
      ];
      const mixed = batch([hopeless[0], reading({ value: 2 }), ...hopeless.slice(1)] as Reading[], 6, [
        reading({ observedAt: Number.NaN }),
      ]);
      const { refused } = await store.write(mixed);
      await store.settle();
      expect((await store.books()).map((books) => [books.deviceId, books.taken, books.refused])).toEqual([
        ['half a pair \ufffd', 0, 1],
        ['rain-1', 1, 3],
      ]);
      expect(refused.map((each) => each.reading)).toEqual(hopeless);
      expect(refused[0]?.detail).toContain('NaN');
      expect(await store.range(EVERYTHING)).toEqual([reading({ value: 2 })]);
      expect((await store.write(mixed)).refused).toEqual(refused);
    });

    it('takes twenty thousand readings in one write', async () => {
      const many = Array.from({ length: 20_000 }, (_, i) =>
        reading({ deviceId: `d${i % 500}`, observedAt: DAY + i, value: i, offset: i }),
      );
      await write(batch(many, 20_000));
      expect(await store.aggregate({ bounds: [DAY, DAY + 1e6], function: 'sum', groupBy: 'none' })).toEqual([
        { at: DAY, group: '', value: 199_990_000, count: 20_000 },
      ]);
      expect(await store.catalogue()).toHaveLength(500);
    });

    it('takes writes in the order in which they were given, without waiting for each', async () => {
      const writes = Array.from({ length: 20 }, (_, i) =>
        store.write(batch([reading({ value: i, offset: i })], i + 1)),
      );
      await Promise.all(writes);
      await store.settle();
      expect(await store.range(EVERYTHING)).toEqual([reading({ value: 0 })]);
    });

    it('answers nothing any more once it is closed', async () => {
      await store.close();
      await store.close();
      expect((await store.health()).isHealthy).toBe(false);
      await expect(store.write(batch([reading()], 1))).rejects.toThrow(/closed/);
      await expect(store.range(EVERYTHING)).rejects.toThrow(/closed/);
    });

    const booksOf = async (deviceId?: string) =>
      (await store.books(deviceId)).map((each) => [
        each.deviceId,
        each.taken,
        each.equalAlready,
        each.differentAlready,
        each.refused,
        each.outsideRetention,
      ]);

    it('keeps books of what became of each reading: taken, equal there already, different there already, refused', async () => {
      expect(await booksOf()).toEqual([]);
      const at = (seconds: number, changes: Partial<Reading> = {}) =>
        reading({ observedAt: DAY + seconds * 1000, ...changes });
      await write(
        // New, and repeats within the batch: of the newest, and of one behind it.
        batch([at(60), at(60), at(60, { value: 9 }), at(30), at(30, { value: 9 }), at(30)], 10),
        // Repeats of what is stored, newest and old; a row between; another device; one that nobody can keep.
        batch(
          [
            at(60, { offset: 10 }),
            at(30, { value: 8, offset: 11 }),
            at(45, { offset: 12 }),
            at(45, { value: 2, offset: 13, deviceId: 'rain-2' }),
            at(46, { value: Number.NaN, offset: 14, deviceId: 'rain-2' }),
          ],
          20,
        ),
      );
      expect(await booksOf()).toEqual([
        ['rain-1', 3, 3, 3, 0, 0],
        ['rain-2', 1, 0, 0, 1, 0],
      ]);
      expect(await booksOf('rain-2')).toEqual([['rain-2', 1, 0, 0, 1, 0]]);
      expect(await booksOf('nobody')).toEqual([]);
    });

    it('counts 1,440 old minutes, and the same minutes with other values, as what they are', async () => {
      const minutes = (value: number, first: number) =>
        Array.from({ length: 1440 }, (_, i) => reading({ observedAt: DAY + i * 60_000, value, offset: first + i }));
      await write(batch([reading({ observedAt: DAY + 86_400_000 })], 1), batch(minutes(1, 1), 1441));
      await write(batch(minutes(2, 1441), 2881), batch(minutes(1, 2881), 4321));
      expect(await booksOf()).toEqual([['rain-1', 1441, 1440, 1440, 0, 0]]);
      expect(await store.catalogue()).toMatchObject([{ count: 1441, sum: 1441.5 }]);
    });

    it('counts each reading once, whatever is written again, and after it was opened again', async (context) => {
      context.skip(!store.caps.ownCursor, 'the engine keeps no cursor of its own');
      const hopeless = reading({ value: Number.NaN, offset: 3 });
      const first = batch([reading({ offset: 1 }), reading({ value: 7, offset: 2 }), hopeless], 10);
      const further = reading({ observedAt: DAY + 1, offset: 12 });
      const across = batch([...first.readings, further], 20);
      await write(first, first, across, batch(first.readings, 5));
      const expected = [['rain-1', 2, 0, 1, 1, 0]];
      expect(await booksOf()).toEqual(expected);
      if (place.reopen === undefined) return;
      store = await place.reopen();
      expect(await booksOf()).toEqual(expected);
      await write(first, across);
      expect(await booksOf()).toEqual(expected);
      await write(batch([reading({ offset: 21 })], 30));
      expect(await booksOf()).toEqual([['rain-1', 2, 1, 1, 1, 0]]);
    });

    it('keeps books of what it is never given, once, whatever is written again and after it was opened again', async (context) => {
      context.skip(!store.caps.ownCursor, 'the engine keeps no cursor of its own');
      const skippedOf = async () =>
        (await store.books()).map(({ deviceId, taken, skipped }) => [deviceId, taken, skipped]);
      const over = { ...batch([], 30), skipped: [{ deviceId: 'rain-1', count: 20, offset: 29 }] };
      await write(batch([reading({ offset: 9 })], 10), over, over);
      const expected = [['rain-1', 1, 20]];
      expect([await skippedOf(), await store.cursor()]).toEqual([expected, 30]);
      if (place.reopen !== undefined) store = await place.reopen();
      expect(await skippedOf()).toEqual(expected);
      const more = [
        { deviceId: 'rain-1', count: 1, offset: 29 },
        { deviceId: 'rain-1', count: 1, offset: 30 },
        { deviceId: 'rain-2', count: 1, offset: 31 },
      ];
      await write({ ...batch([reading({ observedAt: DAY + 1, offset: 32 })], 40), skipped: more });
      expect(await skippedOf()).toEqual([
        ['rain-1', 2, 21],
        ['rain-2', 0, 1],
      ]);
    });

    it('skips a batch that lies wholly behind its cursor', async (context) => {
      context.skip(!store.caps.ownCursor, 'the engine keeps no cursor of its own');
      await write(batch([reading()], 10));
      await write(batch([reading({ observedAt: DAY + 1, offset: 4 })], 10, [reading({ quality: BAD })]));
      await write(batch([reading({ observedAt: DAY + 2, offset: 4 })], 9));
      expect(await store.range(EVERYTHING)).toEqual([reading()]);
      expect(await store.cursor()).toBe(10);
    });

    it('takes from a batch across its cursor only the new readings, and every judgement', async (context) => {
      context.skip(!store.caps.ownCursor, 'the engine keeps no cursor of its own');
      const [a, b, c] = [
        reading({ offset: 3 }),
        reading({ observedAt: DAY + 1, offset: 4 }),
        reading({ observedAt: DAY + 2, offset: 12 }),
      ];
      await write(batch([a, b], 10));
      // Another cut: `a` comes already judged, `b` is judged in the same batch, a covered stranger stays out.
      const stranger = reading({ observedAt: DAY + 3, offset: 5 });
      await write(batch([{ ...a, quality: LATE }, b, stranger, c], 20, [{ ...b, quality: BAD }]));
      expect(await store.range(EVERYTHING)).toEqual([{ ...a, quality: LATE }, { ...b, quality: BAD }, c]);
      expect(await store.cursor()).toBe(20);
    });

    it('moves its cursor with a batch that brings no readings', async (context) => {
      context.skip(!store.caps.ownCursor, 'the engine keeps no cursor of its own');
      await write(batch([], 7));
      expect(await store.cursor()).toBe(7);
    });

    it('has everything again after it was closed and opened', async (context) => {
      const { reopen } = place;
      if (reopen === undefined) return context.skip('the engine keeps nothing');
      const rows = [reading({ quality: LATE }), reading({ observedAt: DAY + 1, zoneId: null, offset: 1 })];
      await write(batch(rows, 12));
      store = await reopen();
      expect(await store.range(EVERYTHING)).toEqual(rows);
      expect(await store.latest(['rain-1'])).toEqual([rows[1]]);
      if (store.caps.ownCursor) expect(await store.cursor()).toBe(12);
      await write(batch([reading({ value: 77, offset: 13 }), reading({ observedAt: DAY + 2, offset: 14 })], 15));
      expect((await store.range(EVERYTHING)).map((row) => row.value)).toEqual([1.5, 1.5, 1.5]);
    });
  });
}
