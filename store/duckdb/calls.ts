import type { AggregateQuery, Bucket, RangeQuery, SeriesStore } from '../../model/series-store.ts';
import type { StoreBooks } from '../../model/store-books.ts';
import type { PackedReadings } from './packed-readings.ts';

/** What the worker can be asked, and what it answers. */
export interface StoreCalls {
  readonly write: [argument: WriteArgument, answer: null];
  /** Of one device, or of all. */
  readonly books: [argument: string | null, answer: readonly StoreBooks[]];
  readonly range: [argument: RangeQuery, answer: PackedReadings];
  readonly aggregate: [argument: AggregateQuery, answer: readonly Bucket[]];
  readonly latest: [argument: readonly string[], answer: PackedReadings];
  /** The file that the copy becomes. */
  readonly copy: [argument: string, answer: null];
  readonly catalogue: [argument: null, answer: Awaited<ReturnType<SeriesStore['catalogue']>>];
}

/** One write: rows that are new to the store, judgements in their order, the devices of readings that cannot be kept, and the cursor. */
export interface WriteArgument {
  readonly readings: PackedReadings;
  readonly requalified: PackedReadings;
  /** One for each such reading. */
  readonly refused: readonly string[];
  readonly skipped: readonly { readonly deviceId: string; readonly count: number }[];
  readonly nextOffset: number;
}

/** A call on its way to the worker; after `close` it answers what is under way, closes the file and ends. */
export type StoreRequest = { readonly name: 'close' } | StoreCall;

/** A call that gets a reply. */
export type StoreCall = {
  readonly [Name in keyof StoreCalls]: {
    readonly id: number;
    readonly name: Name;
    readonly argument: StoreCalls[Name][0];
  };
}[keyof StoreCalls];

/** What the worker sends: first whether it could open the file, then one reply to each call. */
export type WorkerMessage =
  | { readonly type: 'opened'; readonly cursor: number; readonly damage: readonly string[] }
  | { readonly type: 'answer'; readonly id: number; readonly answer: StoreCalls[keyof StoreCalls][1] }
  | { readonly type: 'failure'; readonly id: number; readonly detail: string };
