import type {
  AggregateQuery,
  Bucket,
  DeviceMean,
  DeviceMeansQuery,
  RangeQuery,
  SeriesStore,
} from '../../model/series-store.ts';
import type { StoreBooks } from '../../model/store-books.ts';
import type { PackedReadings } from './packed-readings.ts';

/** The calls to the worker thread, with the types of argument and answer. */
export interface StoreCalls {
  readonly write: [argument: WriteArgument, answer: null];
  /** The argument is a device id; null: all devices. */
  readonly books: [argument: string | null, answer: readonly StoreBooks[]];
  readonly range: [argument: RangeQuery, answer: PackedReadings];
  readonly aggregate: [argument: AggregateQuery, answer: readonly Bucket[]];
  readonly deviceMeans: [argument: DeviceMeansQuery, answer: readonly DeviceMean[]];
  readonly latest: [argument: readonly string[], answer: PackedReadings];
  /** The argument is the path of the new file. */
  readonly copy: [argument: string, answer: null];
  readonly catalogue: [argument: null, answer: Awaited<ReturnType<SeriesStore['catalogue']>>];
}

/**
 * One write: readings that are new to the store, quality updates in their order, the devices of refused readings, and
 * the cursor.
 */
export interface WriteArgument {
  readonly readings: PackedReadings;
  readonly requalified: PackedReadings;
  /** One device id for each refused reading. */
  readonly refused: readonly string[];
  readonly skipped: readonly { readonly deviceId: string; readonly count: number }[];
  readonly nextOffset: number;
}

/** A message to the worker. After `close` the worker answers the calls in flight, closes the file and ends. */
export type StoreRequest = { readonly name: 'close' } | StoreCall;

/** A call that the worker answers. */
export type StoreCall = {
  readonly [Name in keyof StoreCalls]: {
    readonly id: number;
    readonly name: Name;
    readonly argument: StoreCalls[Name][0];
  };
}[keyof StoreCalls];

/** A message from the worker: `opened` first, then one answer or failure for each call. */
export type WorkerMessage =
  | { readonly type: 'opened'; readonly cursor: number; readonly damage: readonly string[] }
  | { readonly type: 'answer'; readonly id: number; readonly answer: StoreCalls[keyof StoreCalls][1] }
  | { readonly type: 'failure'; readonly id: number; readonly detail: string };
