import type { Property } from './property.ts';
import type { Quality } from './quality.ts';
import type { Reading } from './reading.ts';
import type { StoreBooks } from './store-books.ts';

/** What an engine promises beyond the common ground. */
export interface StoreCaps {
  /** A write is all or nothing. */
  readonly atomicBatch: boolean;
  /** A resolved write survives kill -9. */
  readonly ackDurable: boolean;
  /** The cursor lies in the same transaction as the rows. */
  readonly ownCursor: boolean;
}

/** One write: readings that are new, readings whose quality was judged again, and how far the journal is thereby folded. */
export interface StoreBatch {
  readonly readings: readonly Reading[];
  /** Same keys as rows already written; only their quality is replaced. */
  readonly requalified: readonly Reading[];
  readonly nextOffset: number;
}

/** A line that the engine will never take, set aside so that the rest could be written. */
export interface RefusedReading {
  readonly reading: Reading;
  readonly detail: string;
}

export interface RangeQuery {
  readonly deviceId?: string;
  readonly channel?: string;
  readonly property?: Property;
  readonly zoneId?: string;
  /** Half-open [from, until), milliseconds since 1970, of `observedAt`. */
  readonly from: number;
  readonly until: number;
  readonly limit: number;
}

export type AggregateFunction = 'mean' | 'min' | 'max' | 'sum' | 'count';

export interface AggregateQuery extends Omit<RangeQuery, 'limit'> {
  /** Readings of these devices only; absent: of all. */
  readonly deviceIds?: readonly string[];
  readonly function: AggregateFunction;
  /** Buckets [t, t+step) aligned to 1970 UTC; none is invented. `bad` readings do not count. */
  readonly stepSeconds: number;
  readonly groupBy: 'device' | 'zone' | 'none';
}

export interface Bucket {
  readonly at: number;
  /** Device or zone id; empty when not grouped. */
  readonly group: string;
  readonly value: number;
  readonly count: number;
}

export interface StoredReading {
  readonly deviceId: string;
  readonly channel: string;
  readonly property: Property;
  readonly zoneId: string | null;
  readonly observedAt: number;
  readonly receivedAt: number;
  readonly value: number;
  readonly quality: Quality;
  readonly offset: number;
}

/** The engine has lost rows that it had taken: trying again does not help, folding the journal again does. */
export class StoreEmptiedError extends Error {
  override readonly name = 'StoreEmptiedError';
}

/** One interface for every time-series engine; one conformance suite holds them all to it. */
export interface SeriesStore {
  readonly caps: StoreCaps;
  /**
   * Resolves when accepted, with the readings that the engine will never take. The first value under a key stays, and the books say what became
   * of the others. An engine with a cursor of its own passes over readings below it (but takes them for judgements), so that writing the same
   * again changes nothing. Rejects when the engine is away: write the same again. With a StoreEmptiedError: fold again.
   */
  write(batch: StoreBatch): Promise<{ readonly refused: readonly RefusedReading[] }>;
  /** Journal offset up to which rows are in; 0 when empty. Engines without a cursor of their own answer null. */
  cursor(): Promise<number | null>;
  /**
   * What became of the readings that were written, by device; of one device, or of all. As durable as the cursor, and kept with it: each
   * reading is counted once. Rejects when the engine is away. In a store that Citynerve 0.1.0 filled they begin with its rows as taken.
   */
  books(deviceId?: string): Promise<readonly StoreBooks[]>;
  range(query: RangeQuery): Promise<readonly StoredReading[]>;
  aggregate(query: AggregateQuery): Promise<readonly Bucket[]>;
  latest(deviceIds: readonly string[]): Promise<readonly StoredReading[]>;
  /** Rows and sum of values per device and channel: what a balance is checked against. */
  catalogue(): Promise<
    readonly { deviceId: string; channel: string; property: Property; count: number; sum: number }[]
  >;
  health(): Promise<{ readonly isHealthy: boolean; readonly detail: string }>;
  /** Writes everything, rows and cursor as of one moment, into a new file. Absent: an engine on a server, which has tools of its own for that. */
  copyTo?(file: string): Promise<void>;
  /** Makes what was written visible to reads; a no-op for most. */
  settle(): Promise<void>;
  close(): Promise<void>;
}
