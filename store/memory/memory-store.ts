import type { Reading } from '../../model/reading.ts';
import type { AggregateQuery, RangeQuery, SeriesStore, StoreBatch } from '../../model/series-store.ts';
import { createBooksKeeper } from '../books-keeper.ts';
import { newPartOf, newRefusals, newSkipped } from '../new-part.ts';
import { bySeries, byText, byTime } from '../ordering.ts';
import { outcomeOf } from '../outcome-of.ts';
import { separateRefused } from '../refusal.ts';
import { aggregateRows } from './aggregate-rows.ts';
import { deviceMeans } from './device-means.ts';

/** A small series store in memory: for tests of other rooms, and as the reference for the other stores. */
export function openMemoryStore(): SeriesStore {
  const rows = new Map<string, Reading>();
  const keeper = createBooksKeeper();
  let cursor = 0;
  let isClosed = false;

  const write = (batch: StoreBatch) => {
    const { kept, refused } = separateRefused(batch.readings);
    const part = newPartOf({ ...batch, readings: kept }, cursor);
    if (part === null) return { refused };
    const draft = keeper.draft();
    for (const { reading } of newRefusals(refused, cursor)) draft.add(reading.deviceId, 'refused');
    for (const { deviceId, count } of newSkipped(batch, cursor)) draft.add(deviceId, 'skipped', count);
    for (const reading of part.readings) {
      const key = keyOf(reading);
      const standing = rows.get(key);
      if (standing === undefined) rows.set(key, storedFrom(reading));
      draft.add(reading.deviceId, outcomeOf(standing?.value, reading.value));
    }
    for (const { quality, ...reading } of part.requalified) {
      const row = rows.get(keyOf(reading));
      // The first value of a key is stored; a quality update about the value of another message does not concern this
      // row.
      if (row?.offset === reading.offset) rows.set(keyOf(reading), Object.freeze({ ...row, quality }));
    }
    keeper.accept(draft.changed());
    cursor = batch.nextOffset;
    return { refused };
  };

  const whileOpen = async <T>(answer: () => T): Promise<T> => {
    if (isClosed) throw new Error('the memory store is closed');
    return answer();
  };

  return {
    caps: Object.freeze({ atomicBatch: true, ackDurable: false, ownCursor: true }),
    write: (batch) => whileOpen(() => write(batch)),
    cursor: () => whileOpen(() => cursor),
    books: (deviceId) => whileOpen(() => keeper.books(deviceId)),
    range: (query) => whileOpen(() => matching(rows, query).sort(byTime).slice(0, query.limit)),
    aggregate: (query) =>
      whileOpen(() => {
        const all = { ...query, from: Number.NEGATIVE_INFINITY, until: Number.POSITIVE_INFINITY };
        return aggregateRows(ofDevices(matching(rows, all), query).sort(byTime), query);
      }),
    deviceMeans: ({ property, ...query }) =>
      whileOpen(() => {
        const all = { property, from: Number.NEGATIVE_INFINITY, until: Number.POSITIVE_INFINITY };
        return deviceMeans(matching(rows, all).sort(byTime), { property, ...query });
      }),
    latest: (deviceIds) => whileOpen(() => latestOf(rows.values(), new Set(deviceIds))),
    catalogue: () => whileOpen(() => catalogueOf(rows.values())),
    health: async () => ({ isHealthy: !isClosed, detail: isClosed ? 'closed' : `${rows.size} rows in memory` }),
    settle: () => whileOpen(() => undefined),
    close: async () => {
      isClosed = true;
    },
  };
}

type Key = Pick<Reading, 'deviceId' | 'channel' | 'observedAt'>;

const keyOf = ({ deviceId, channel, observedAt }: Key): string => JSON.stringify([deviceId, channel, observedAt]);

function storedFrom(reading: Reading): Reading {
  const { deviceId, channel, property, zoneId, observedAt, receivedAt, value, quality, offset } = reading;
  return Object.freeze({ deviceId, channel, property, zoneId, observedAt, receivedAt, value, quality, offset });
}

function matching(
  rows: ReadonlyMap<string, Reading>,
  { deviceId, channel, property, zoneIds, from, until, after }: Omit<RangeQuery, 'limit'>,
): Reading[] {
  return [...rows.values()].filter(
    (row) =>
      row.observedAt >= from &&
      row.observedAt < until &&
      (deviceId === undefined || row.deviceId === deviceId) &&
      (channel === undefined || row.channel === channel) &&
      (property === undefined || row.property === property) &&
      (zoneIds === undefined || (row.zoneId !== null && zoneIds.includes(row.zoneId))) &&
      (after === undefined || byTime(row, after) > 0),
  );
}

function ofDevices(rows: Reading[], { deviceIds }: Pick<AggregateQuery, 'deviceIds'>): Reading[] {
  return deviceIds === undefined ? rows : rows.filter(({ deviceId }) => deviceIds.includes(deviceId));
}

function latestOf(rows: Iterable<Reading>, deviceIds: ReadonlySet<string>): readonly Reading[] {
  const newest = new Map<string, Reading>();
  for (const row of rows) {
    if (!deviceIds.has(row.deviceId)) continue;
    const series = JSON.stringify([row.deviceId, row.channel]);
    const known = newest.get(series);
    if (known === undefined || row.observedAt > known.observedAt) newest.set(series, row);
  }
  return [...newest.values()].sort(bySeries);
}

type CatalogueLine = Awaited<ReturnType<SeriesStore['catalogue']>>[number];

function catalogueOf(rows: Iterable<Reading>): readonly CatalogueLine[] {
  const lines = new Map<string, CatalogueLine>();
  for (const { deviceId, channel, property, value } of rows) {
    const key = JSON.stringify([deviceId, channel, property]);
    const { count, sum } = lines.get(key) ?? { count: 0, sum: 0 };
    lines.set(key, { deviceId, channel, property, count: count + 1, sum: sum + value });
  }
  return [...lines.values()].sort((a, b) => bySeries(a, b) || byText(a.property, b.property));
}
