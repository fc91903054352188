import fc from 'fast-check';
import { expect, it } from 'vitest';
import { GOOD, type Quality } from '../model/quality.ts';
import type { Reading } from '../model/reading.ts';
import type { SeriesStore, StoreBatch } from '../model/series-store.ts';
import type { StoreUnderTest } from './conformance.ts';
import { openMemoryStore } from './memory/memory-store.ts';

const QUALITIES: readonly Quality[] = [
  GOOD,
  { level: 'suspect', reasons: ['flat-line', 'late'] },
  { level: 'bad', reasons: ['out-of-range'] },
  { level: 'good', reasons: ['possible-repeat'] },
];

/** Few devices, channels and times, so that keys repeat; the value identifies the reading. */
const readingAt = (offset: number): fc.Arbitrary<Reading> =>
  fc.record({
    deviceId: fc.constantFrom('a', 'b'),
    channel: fc.constantFrom('rain', 'level'),
    property: fc.constant('rain.depth' as const),
    zoneId: fc.constantFrom('z1', 'z2', null),
    observedAt: fc.integer({ min: -3, max: 12 }).map((step) => step * 400),
    receivedAt: fc.constant(9000 + offset),
    value: fc.constant(offset),
    quality: fc.constantFrom(...QUALITIES),
    offset: fc.constant(offset),
  });

/** A journal of 30 offsets with two readings each, and batches of it, some of which go back. */
const history = fc.record({
  readings: fc.tuple(...Array.from({ length: 60 }, (_, i) => readingAt(Math.floor(i / 2)))),
  cuts: fc.array(fc.tuple(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 0, max: 30 })), { maxLength: 6 }),
  judged: fc.array(fc.tuple(fc.nat(59), fc.constantFrom(...QUALITIES)), { maxLength: 8 }),
});

function batchesOf({ readings, cuts, judged }: typeof history extends fc.Arbitrary<infer T> ? T : never): StoreBatch[] {
  return cuts.map(([a, b], n) => {
    const [from, until] = [Math.min(a, b), Math.max(a, b)];
    const requalified = judged
      .filter((_, i) => i % 3 === n % 3)
      .map(([at, quality]) => ({ ...(readings[at] as Reading), quality }));
    const inside = readings.filter(({ offset }) => offset >= from && offset < until);
    return { readings: inside, requalified, nextOffset: until };
  });
}

/** Buckets of a second, and some of no common length. */
const SECONDS = [-2000, -1000, 0, 1000, 2000, 3000, 4000, 4500];
const UNEVEN = [-2000, 0, 100, 3100, 3101, 4500];

async function answersOf(store: SeriesStore): Promise<unknown> {
  const span = { from: -2000, until: 4500 };
  return {
    cursor: await store.cursor(),
    books: await store.books(),
    range: await store.range({ ...span, limit: 25 }),
    latest: await store.latest(['b', 'a']),
    catalogue: await store.catalogue(),
    means: await store.aggregate({ bounds: SECONDS, function: 'mean', groupBy: 'zone', channel: 'rain' }),
    deviceMeans: await store.deviceMeans({
      property: 'rain.depth',
      deviceIds: ['b', 'a'],
      bounds: UNEVEN,
      readingMillis: 1_000,
    }),
    sums: await store.aggregate({ bounds: UNEVEN, function: 'sum', groupBy: 'device' }),
  };
}

/**
 * A property test: an engine gives the same answers as the memory store, whatever was written, in repeated or
 * overlapping batches, and after it was opened again.
 */
export function answersLikeMemory(create: () => Promise<Required<StoreUnderTest>>, numRuns: number): void {
  // Each run creates a database of its own.
  it('answers like the memory store, whatever was written, again or across cuts', { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(history, async (made) => {
        const memory = openMemoryStore();
        const { store, reopen, dispose } = await create();
        for (const batch of batchesOf(made)) {
          await memory.write(batch);
          await store.write(batch);
        }
        const expected = await answersOf(memory);
        expect(await answersOf(store)).toEqual(expected);
        expect(await answersOf(await reopen())).toEqual(expected);
        await dispose();
      }),
      { numRuns },
    );
  });
}
