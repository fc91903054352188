import { expect, test } from 'vitest';
import type { FoldResult } from '../model/fold.ts';
import type { LedgerEntry } from '../model/ledger.ts';
import { GOOD } from '../model/quality.ts';
import { openMemoryStore } from './memory/memory-store.ts';
import { createSeriesSink } from './series-sink.ts';

const readingAt = (offset: number) =>
  ({
    deviceId: 'd',
    channel: 'c',
    property: 'rain.depth',
    zoneId: null,
    observedAt: offset,
    receivedAt: offset,
    value: 1,
    quality: GOOD,
    offset,
  }) as const;

/** One reading at each offset from `from` on. */
const resultOf = (from: number, nextOffset: number): FoldResult => ({
  nextOffset,
  cityTime: 0,
  readings: Array.from({ length: nextOffset - from }, (_, i) => readingAt(from + i)),
  requalified: [],
  rejected: [],
  unmapped: [],
  ledger: [],
  states: [],
  alerts: [],
  effects: [],
  evidence: [],
});

const accountOf = (deviceId: string, acceptedOnTime: number, acceptedLate: number): LedgerEntry => ({
  deviceId,
  provider: 'p',
  dialect: 'x',
  messages: { received: 0, decoded: 0, withoutReadings: 0, duplicate: 0, rejected: 0, inFlight: 0 },
  values: {
    extracted: 0,
    acceptedOnTime,
    acceptedLate,
    duplicate: 0,
    rejected: 0,
    unmapped: 0,
    inFlight: 0,
    timeApproximate: 0,
    possibleRepeat: 0,
    clockHeld: 0,
  },
  missing: 0,
  refused: 0,
});

/** Offsets 10 to 19 are skipped. */
const ranges = {
  has: (offset: number) => offset >= 10 && offset < 20,
  behind: (offset: number) => (offset >= 10 && offset < 20 ? 20 : offset),
};
const begin = () => {
  const store = openMemoryStore();
  return { store, sink: createSeriesSink(store, ranges, () => undefined) };
};

test('a store that goes on behind a skipped range counts what it was not given, once, whatever it had of it', async () => {
  const { store, sink } = begin();
  await store.write({ readings: [readingAt(8), readingAt(10)], requalified: [], nextOffset: 12 });
  expect([sink.reached, await sink.cursor(), sink.reached]).toEqual([null, 12, 12]);
  const ledger = [accountOf('d', 9, 2), accountOf('e', 0, 3), accountOf('f', 0, 0)];
  await sink.skipped?.take(20, ledger);
  await sink.skipped?.take(20, ledger);
  expect(await store.books()).toMatchObject([
    { deviceId: 'd', taken: 2, skipped: 9 },
    { deviceId: 'e', taken: 0, skipped: 3 },
  ]);
  expect([sink.reached, await store.cursor()]).toEqual([20, 20]);
});

test('a fold that still finds readings of the range, as a rebuild may, has them counted and not stored', async () => {
  const { store, sink } = begin();
  await sink.take([resultOf(5, 12)]);
  await sink.take([resultOf(12, 15), resultOf(15, 25)]);
  expect(await store.books()).toMatchObject([{ deviceId: 'd', taken: 10, skipped: 10 }]);
  const stored = await store.range({ from: 0, until: 100, limit: 100 });
  expect(stored.map(({ offset }) => offset)).toEqual([5, 6, 7, 8, 9, 20, 21, 22, 23, 24]);
});
