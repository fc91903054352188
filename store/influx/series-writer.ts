import { randomUUID } from 'node:crypto';
import { type RefusedReading, type StoreBatch, StoreEmptiedError } from '../../model/series-store.ts';
import type { StoreBooks } from '../../model/store-books.ts';
import { type BooksKeeper, createBooksKeeper } from '../books-keeper.ts';
import { newPartOf, newRefusals } from '../new-part.ts';
import { setRefusedAside } from '../refusal.ts';
import { ensureDatabase } from './ensure-database.ts';
import { InfluxError } from './influx-error.ts';
import { createKnownRows, type KnownRows } from './known-rows.ts';
import { createLineClient, isUncertain, MOST_LINES } from './line-client.ts';
import { setUnwritableAside } from './line-protocol.ts';
import { booksFromLine, cursorLine, firstLine, type Progress, readProgress } from './progress.ts';
import { readNewestTimes } from './read-series.ts';
import { recallRefused, refusedLines } from './refused-record.ts';
import type { InfluxServer } from './server.ts';
import { type BookPlaces, booksLines, booksOfRows, booksSeriesLine, readBooks } from './stored-books.ts';
import { writeReadings } from './write-readings.ts';

/** How often a database is looked at that may have lost its rows. */
const CHECK_EVERY_MILLIS = 1_000;
const PROBE_MILLIS = 2_000;

/** The database as this process found it and has filled it since. */
interface Filled {
  cursor: number;
  readonly identity: string;
  /** Null until the first write asks for it. */
  known: KnownRows | null;
  readonly keeper: BooksKeeper;
  readonly places: BookPlaces;
}

/** The writing side of the store; its calls must not overlap. */
export interface SeriesWriter {
  /** Makes the database if this process has not seen it yet. */
  prepare(): Promise<void>;
  write(batch: StoreBatch): Promise<{ readonly refused: readonly RefusedReading[] }>;
  books(deviceId?: string): Promise<readonly StoreBooks[]>;
  /** What the database says; after a loss this is where the journal has to be folded from. */
  cursor(): Promise<number>;
  /** Why rows are missing, when they are. */
  readonly lostBecause: string | null;
  readonly nextOffset: number | null;
}

export function createSeriesWriter(server: InfluxServer, now: () => number): SeriesWriter {
  const client = createLineClient(server);
  const nanoClient = createLineClient(server, 'ns');
  const { where } = server;
  let filled: Filled | null = null;
  let lostBecause: string | null = null;
  let checkedAt = Number.NEGATIVE_INFINITY;
  let mustProbe = false;

  /** The database, made if it is not there, with a name of its own. */
  const found = async (): Promise<Filled> => {
    if (filled !== null) return filled;
    await ensureDatabase(server);
    const progress = await readProgress(server);
    const identity = progress.identity ?? randomUUID();
    if (progress.identity === null) await sendOwn([firstLine(identity)]);
    if (progress.booksFrom === null) await sendOwn([booksSeriesLine(identity)]);
    const places: BookPlaces = new Map();
    const kept = progress.identity === null ? [] : await keptBooks(progress, identity, places);
    checkedAt = now();
    filled = { cursor: progress.cursor, identity, known: null, keeper: createBooksKeeper(kept), places };
    return filled;
  };

  /** The books of a database that has been in use; where 0.1.0 filled it, they begin now. */
  const keptBooks = async ({ booksFrom, cursor }: Progress, identity: string, places: BookPlaces) => {
    if (booksFrom !== null) return readBooks(server, identity, places);
    const books = await booksOfRows(server);
    await sendOwn([...booksLines(identity, books, places), booksFromLine(cursor)]);
    return books;
  };

  /** Whether it is still the same database, and as full. */
  const lossOf = async ({ cursor, identity }: Filled): Promise<string | null> => {
    const progress = await readProgress(server);
    checkedAt = now();
    if (progress.identity !== identity) return 'it was emptied or another has taken its place';
    return progress.cursor < cursor ? `it is back at offset ${progress.cursor} of ${cursor}` : null;
  };

  const lose = (why: string): StoreEmptiedError => {
    filled = null;
    lostBecause = `${where} has lost rows: ${why}; the journal has them, it must be folded again`;
    return new StoreEmptiedError(lostBecause);
  };

  /** Lines of our own making: a refusal is a fault of the server's. */
  const sendOwn = async (lines: readonly string[], precise = client): Promise<void> => {
    for (let from = 0; from < lines.length; from += MOST_LINES) {
      const refusal = await precise.send(lines.slice(from, from + MOST_LINES));
      if (refusal === null) continue;
      throw new InfluxError('answer', `${where} does not take the store's own bookkeeping: ${refusal.detail}`);
    }
  };

  const writePart = async (
    at: Filled,
    batch: StoreBatch,
    unwritable: readonly RefusedReading[],
  ): Promise<readonly RefusedReading[]> => {
    const part = newPartOf(batch, at.cursor);
    // Of messages that came before, those that the server refused then.
    const covered = part === null ? batch.readings : batch.readings.filter(({ offset }) => offset < at.cursor);
    const recalled = await recallRefused(server, covered);
    if (part === null) return recalled;
    at.known ??= await learnNewest(server);
    const { refused, books } = await writeReadings(server, client.send, { known: at.known, keeper: at.keeper }, part);
    for (const { reading } of newRefusals(unwritable, at.cursor)) books.add(reading.deviceId, 'refused');
    await sendOwn(refusedLines(refused), nanoClient);
    // Last: whatever ends this before, the same batch is written again.
    const changed = books.changed();
    await sendOwn([...booksLines(at.identity, changed, at.places), cursorLine(batch.nextOffset)]);
    at.keeper.accept(changed);
    at.cursor = batch.nextOffset;
    return [...recalled, ...refused];
  };

  const write = async (batch: StoreBatch) => {
    const possible = setRefusedAside(batch.readings);
    const { kept, refused } = setUnwritableAside(possible.kept);
    const requalified = setUnwritableAside(setRefusedAside(batch.requalified).kept).kept;
    if (lostBecause !== null) throw new StoreEmptiedError(lostBecause);
    if (mustProbe) await probe();
    const at = await found();
    if (now() - checkedAt >= CHECK_EVERY_MILLIS) {
      const loss = await lossOf(at);
      if (loss !== null) throw lose(loss);
    }
    const unwritable = [...possible.refused, ...refused];
    const ofServer = await writePart(at, { ...batch, readings: kept, requalified }, unwritable);
    return { refused: [...unwritable, ...ofServer] };
  };

  /** A server that hangs gets no further batch to keep: it may still carry out the one that was given up. */
  const probe = async () => {
    await server.call({ method: 'GET', path: '/ping', timeoutMillis: Math.min(PROBE_MILLIS, server.timeoutMillis) });
    mustProbe = false;
  };

  const orLost = async <T>(work: () => Promise<T>): Promise<T> => {
    const before = filled;
    try {
      return await work();
    } catch (error) {
      if (isUncertain(error)) mustProbe = true;
      if (!(error instanceof InfluxError) || error.fault !== 'missing') throw error;
      filled = null;
      if (before === null || before.cursor === 0) throw error;
      const emptied = lose('the database was dropped');
      // Made again at once, so that readers find it empty rather than missing; should that fail, it is made with the next call.
      await found().catch(() => undefined);
      throw emptied;
    }
  };

  return {
    prepare: async () => void (await found()),
    write: (batch) => orLost(() => write(batch)),
    books: (deviceId) => orLost(async () => (await found()).keeper.books(deviceId)),
    cursor: () =>
      orLost(async () => {
        const before = filled;
        const at = await found();
        if (at === before && (await lossOf(at)) !== null) filled = null;
        const { cursor } = await found();
        lostBecause = null;
        return cursor;
      }),
    get lostBecause() {
      return lostBecause;
    },
    get nextOffset() {
      return filled?.cursor ?? null;
    },
  };
}

/** One question before the first write: from then on a newer reading is known to be new. */
async function learnNewest(server: InfluxServer): Promise<KnownRows> {
  const known = createKnownRows();
  for await (const place of readNewestTimes(server)) {
    const channel = known.channelOf(place);
    channel.newest = Math.max(channel.newest, place.observedAt);
  }
  return known;
}
