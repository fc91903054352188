import { type RefusedReading, type StoreBatch, StoreEmptiedError } from '../../model/series-store.ts';
import type { StoreBooks } from '../../model/store-books.ts';
import { newPartOf, newRefusals, newSkipped } from '../new-part.ts';
import { separateRefused } from '../refusal.ts';
import { createFoundDatabase, type Filled } from './found-database.ts';
import { createKnownRows, type KnownRows } from './known-rows.ts';
import { createLineClient, isUncertain } from './line-client.ts';
import { separateUnwritable } from './line-protocol.ts';
import { cursorLine } from './progress.ts';
import { readNewestTimes } from './read-series.ts';
import { recallRefused, refusedLines } from './refused-record.ts';
import type { InfluxServer } from './server.ts';
import { booksLines } from './stored-books.ts';
import { writeReadings } from './write-readings.ts';

const PROBE_MILLIS = 2_000;

/** The writing side of the store; its calls must not overlap. */
export interface SeriesWriter {
  /** Creates the database if it does not exist. */
  prepare(): Promise<void>;
  write(batch: StoreBatch): Promise<{ readonly refused: readonly RefusedReading[] }>;
  books(deviceId?: string): Promise<readonly StoreBooks[]>;
  /** The cursor in the database. After a loss, the journal has to be folded again from this offset. */
  cursor(): Promise<number>;
  /** Why rows are missing; null if none are. */
  readonly lostBecause: string | null;
  readonly nextOffset: number | null;
}

export function createSeriesWriter(server: InfluxServer, now: () => number): SeriesWriter {
  const client = createLineClient(server);
  const database = createFoundDatabase(server, now);
  let mustProbe = false;

  const writePart = async (
    at: Filled,
    batch: StoreBatch,
    unwritable: readonly RefusedReading[],
  ): Promise<readonly RefusedReading[]> => {
    const part = newPartOf(batch, at.cursor);
    // Readings below the cursor that the server refused when they were first written.
    const covered = part === null ? batch.readings : batch.readings.filter(({ offset }) => offset < at.cursor);
    const recalled = await recallRefused(server, at.own, covered);
    if (part === null) return recalled;
    at.known ??= await learnNewest(server);
    const { refused, books } = await writeReadings(server, client.send, { known: at.known, keeper: at.keeper }, part);
    for (const { reading } of newRefusals(unwritable, at.cursor)) books.add(reading.deviceId, 'refused');
    for (const { deviceId, count } of newSkipped(batch, at.cursor)) books.add(deviceId, 'skipped', count);
    await at.own.send(refusedLines(refused), 'ns');
    // The cursor is written last: if the process ends before, the same batch is written again.
    const changed = books.changed();
    await at.own.send([...booksLines(at.identity, changed, at.places), cursorLine(batch.nextOffset)]);
    at.keeper.accept(changed);
    at.cursor = batch.nextOffset;
    return [...recalled, ...refused];
  };

  const write = async (batch: StoreBatch) => {
    const possible = separateRefused(batch.readings);
    const { kept, refused } = separateUnwritable(possible.kept);
    const requalified = separateUnwritable(separateRefused(batch.requalified).kept).kept;
    if (database.lostBecause !== null) throw new StoreEmptiedError(database.lostBecause);
    if (mustProbe) await probe();
    const at = await database.unchanged();
    const unwritable = [...possible.refused, ...refused];
    const ofServer = await writePart(at, { ...batch, readings: kept, requalified }, unwritable);
    return { refused: [...unwritable, ...ofServer] };
  };

  /** After an uncertain write, checks with a small request that the server answers before it gets another batch. */
  const probe = async () => {
    await server.call({ method: 'GET', path: '/ping', timeoutMillis: Math.min(PROBE_MILLIS, server.timeoutMillis) });
    mustProbe = false;
  };

  const whileThere = <T>(work: () => Promise<T>): Promise<T> =>
    database.whileThere(async () => {
      try {
        return await work();
      } catch (error) {
        if (isUncertain(error)) mustProbe = true;
        throw error;
      }
    });

  return {
    prepare: async () => void (await database.found()),
    write: (batch) => whileThere(() => write(batch)),
    books: (deviceId) => whileThere(async () => (await database.found()).keeper.books(deviceId)),
    cursor: () => whileThere(database.cursor),
    get lostBecause() {
      return database.lostBecause;
    },
    get nextOffset() {
      return database.nextOffset;
    },
  };
}

/** Reads the newest time of each channel before the first write; newer readings are then known to have new keys. */
async function learnNewest(server: InfluxServer): Promise<KnownRows> {
  const known = createKnownRows();
  for await (const place of readNewestTimes(server)) {
    const channel = known.channelOf(place);
    channel.newest = Math.max(channel.newest, place.observedAt);
  }
  return known;
}
