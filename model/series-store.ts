import type { Property } from './property.ts';
import type { AggregateFunction } from './property-kind.ts';
import type { Reading } from './reading.ts';
import type { StoreBooks } from './store-books.ts';

/** Optional guarantees of a store engine. */
export interface StoreCaps {
  /** A write is atomic. */
  readonly atomicBatch: boolean;
  /** A resolved write is durable: it survives kill -9. */
  readonly ackDurable: boolean;
  /** The cursor is written in the same transaction as the rows. */
  readonly ownCursor: boolean;
}

/** One write: new readings, readings whose quality was reassessed, and the journal offset that is reached by it. */
export interface StoreBatch {
  readonly readings: readonly Reading[];
  /** Readings with the keys of rows already written; only the quality of those rows is replaced. */
  readonly requalified: readonly Reading[];
  readonly nextOffset: number;
  /** Readings that the store is not given: its books say so. */
  readonly skipped?: readonly SkippedReadings[];
}

/** So many readings of a device that a store is never given; `offset`: the journal offset of the last of them. */
export interface SkippedReadings {
  readonly deviceId: string;
  readonly count: number;
  readonly offset: number;
}

/** A reading that the engine refuses permanently; excluded so that the rest of the batch could be written. */
export interface RefusedReading {
  readonly reading: Reading;
  readonly detail: string;
}

/** A query for single readings; every criterion that is given must match. */
export interface RangeQuery {
  readonly deviceId?: string;
  readonly channel?: string;
  readonly property?: Property;
  /** Readings of these zones only; absent: of all zones, and of none. */
  readonly zoneIds?: readonly string[];
  /** Half-open [from, until), milliseconds since 1970, of `observedAt`. */
  readonly from: number;
  readonly until: number;
  /** Only readings behind this place in the order of the answer. */
  readonly after?: ReadingPlace;
  readonly limit: number;
}

/** The key of a reading; ranges are in the order (`observedAt`, device, channel), so it is a place in them too. */
export type ReadingPlace = Pick<Reading, 'observedAt' | 'deviceId' | 'channel'>;

/**
 * How the values of a bucket are aggregated. `mean` gives each reading the same weight. `timeMean` gives each device
 * the same weight: of a device the mean of its channels, of a channel the mean over the time between its first and last
 * reading in the bucket, with a straight line from each to the next. Means of directions are
 * circular, those of levels in dB energetic (`MeanKind`).
 */
export type StoreFunction = AggregateFunction | 'timeMean';

/** A query for aggregates over time buckets. */
export interface AggregateQuery extends Omit<RangeQuery, 'limit' | 'from' | 'until' | 'after'> {
  /** Readings of these devices only; absent: of all. */
  readonly deviceIds?: readonly string[];
  readonly function: StoreFunction;
  /**
   * Bounds of the buckets, whole milliseconds since 1970, ascending: the first bucket is [bounds[0], bounds[1]). Of
   * whatever length each is: civil days have 23 to 25 hours. Empty buckets are left out. `bad` readings do not count.
   */
  readonly bounds: readonly number[];
  readonly groupBy: 'device' | 'zone' | 'none';
}

/** The aggregate of one bucket. */
export interface Bucket {
  /** Start of the bucket: one of the bounds. */
  readonly at: number;
  /** Device or zone id; empty when not grouped. */
  readonly group: string;
  readonly value: number;
  /** Of function `sum`: how much of `value` is of readings marked `possible-repeat`. Absent: there are none. */
  readonly ofPossibleRepeats?: number;
  readonly count: number;
}

/** A query for the means of single devices over time buckets, with how much of each bucket they rest on. */
export interface DeviceMeansQuery {
  readonly deviceIds: readonly string[];
  readonly property: Property;
  /** As in an aggregate. */
  readonly bounds: readonly number[];
  /** How long one reading stands for: whole milliseconds above 0. */
  readonly readingMillis: number;
}

/** The readings of one device in one bucket. `bad` ones do not count, and a bucket without others is left out. */
export interface DeviceMean {
  /** Start of the bucket: one of the bounds. */
  readonly at: number;
  readonly deviceId: string;
  /** Each reading has the same weight. */
  readonly mean: number;
  readonly count: number;
  /**
   * Each reading stands for the time since the one before it, of any channel and bucket, at most for `readingMillis`:
   * readings that came in one burst cover little more than one of them.
   */
  readonly coveredMillis: number;
}

/** The engine lost rows that it had acknowledged: a retry does not help, they must be folded from the journal again. */
export class StoreEmptiedError extends Error {
  override readonly name = 'StoreEmptiedError';
}

/** A time-series store. Every engine passes the conformance suite in store/conformance.ts. */
export interface SeriesStore {
  readonly caps: StoreCaps;
  /**
   * Writes a batch; idempotent. Resolves with the readings that the engine refuses permanently. The first value under a
   * key is kept, and the books count what became of the others. An engine with its own cursor skips readings below it,
   * but still replaces qualities. Rejects while the engine is unavailable: retry with the same batch. Rejects with a
   * `StoreEmptiedError`: fold from the journal again.
   */
  write(batch: StoreBatch): Promise<{ readonly refused: readonly RefusedReading[] }>;
  /** Journal offset below which all readings are written; 0 when empty; null: the engine has no cursor of its own. */
  cursor(): Promise<number | null>;
  /**
   * Counts of what became of the written readings, for one device or for all. Written together with the cursor, so that
   * each reading is counted once. Rejects while the engine is unavailable. In a store that Citynerve 0.1.0 filled, its
   * rows are counted as taken.
   */
  books(deviceId?: string): Promise<readonly StoreBooks[]>;
  range(query: RangeQuery): Promise<readonly Reading[]>;
  aggregate(query: AggregateQuery): Promise<readonly Bucket[]>;
  /** In order of time and device. */
  deviceMeans(query: DeviceMeansQuery): Promise<readonly DeviceMean[]>;
  latest(deviceIds: readonly string[]): Promise<readonly Reading[]>;
  /** Number of rows and sum of values per device and channel, for checks against the ledger. */
  catalogue(): Promise<
    readonly { deviceId: string; channel: string; property: Property; count: number; sum: number }[]
  >;
  health(): Promise<{ readonly isHealthy: boolean; readonly detail: string }>;
  /**
   * Writes a consistent copy of rows and cursor into a new file. Absent: an engine on a server, which has its own
   * backup tools.
   */
  copyTo?(file: string): Promise<void>;
  /** Makes written rows visible to reads; does nothing in most engines. */
  settle(): Promise<void>;
  close(): Promise<void>;
}
