import type { JournalWriter } from '../model/journal.ts';
import { JournalFullError } from '../model/journal.ts';
import type { JournalRecord } from '../model/journal-record.ts';
import type { Timers } from '../model/timers.ts';
import { createAppendPace } from './append-pace.ts';
import { ClosingError } from './closing-error.ts';
import {
  type AddOptions,
  createPendingEntries,
  type PendingEntry,
  type Settled,
  settleEntry,
} from './pending-entries.ts';

/**
 * The queue through which the gateway appends to the journal. Offsets have the order of `add`, also after a full disk.
 */
export interface DurableQueue {
  /**
   * Queues a record. `expires: false` is for the few records of the gateway itself (presence, refusals): they wait
   * without a time limit. `onDurable` is called when the record is in the journal, also when `settled` was called with
   * an error before. `finish` makes the record that is appended, when all that was queued before it is either in the
   * journal, or in the same commit, or settled with an error.
   */
  add(record: JournalRecord, settled: Settled, options?: AddOptions): void;
  /** True while the journal is full, fails, or has not answered an append for `maxWaitMillis`. */
  readonly isBlocked: boolean;
  /** The reason, for a person; empty when it is not blocked. */
  readonly blockedDetail: string;
  /** Estimated memory of the records that are not durable yet, bytes. */
  readonly pendingBytes: number;
  /** Resolves when every queued record is durable, or at once while the journal is blocked. */
  drain(): Promise<void>;
  /** Settles what still waits with an error; `add` does the same from then on. */
  close(): void;
}

const DEFAULTS: AddOptions = {};

/** Options of `createDurableQueue`. */
export interface DurableQueueOptions {
  readonly journal: JournalWriter;
  readonly timers: Timers;
  readonly maxWaitMillis: number;
  /** Returns a record without effect, appended to find out whether there is room again when no other record waits. */
  readonly probe: () => JournalRecord;
  readonly onBlocked: (detail: string) => void;
  readonly onRecovered: () => void;
  /** Called when `pendingBytes` has decreased. */
  readonly onDecrease?: () => void;
}

/**
 * One append is in flight at a time; the next one contains all records that came meanwhile (group commit). A batch that
 * the journal did not write goes back to the front of the queue, so that no later message of a device overtakes an
 * earlier one.
 */
export function createDurableQueue(options: DurableQueueOptions): DurableQueue {
  const { journal, timers, maxWaitMillis, onDecrease = () => {} } = options;
  const pending = createPendingEntries({ now: () => timers.now(), maxWaitMillis, onDecrease });
  const pace = createAppendPace({ timers, retry, onBlocked: options.onBlocked, onRecovered: options.onRecovered });
  let inFlight: readonly PendingEntry[] = [];
  let inFlightSince = 0;
  let isScheduled = false;
  let isClosed = false;
  let idle: (() => void)[] = [];
  const endExpiry = timers.every(1000, () => pending.expire(inFlight));

  function schedule(): void {
    if (isScheduled || inFlight.length > 0 || pace.blockedDetail !== '' || pending.count === 0) return;
    isScheduled = true;
    timers.soon(() => {
      isScheduled = false;
      void flush();
    });
  }

  async function flush(): Promise<void> {
    if (pending.count === 0) return;
    const batch = pending.take(pace.limit);
    inFlight = batch;
    inFlightSince = timers.now();
    const outcome = await journal.append(batch.map(recordOf)).catch(asError);
    inFlight = [];
    if (typeof outcome === 'number') {
      pace.succeeded();
      settleWritten(batch, outcome);
      pending.forget(batch);
    } else {
      failed(batch, outcome);
    }
    schedule();
    if (pending.count === 0 && inFlight.length === 0) becomeIdle();
  }

  function failed(batch: readonly PendingEntry[], error: Error): void {
    const isBad = !isTransient(error);
    // A record of this batch can never be written. Bisecting finds it, so that only its own sender gets the error.
    if (isBad) pace.bisect(batch.length);
    if (isClosed || (isBad && batch.length === 1)) {
      giveUp(batch, error);
      return;
    }
    pending.putBack(batch);
    if (isBad) return;
    pace.blocked(error);
    becomeIdle();
  }

  function giveUp(entries: readonly PendingEntry[], error: Error): void {
    for (const entry of entries) settleEntry(entry, error, -1);
    pending.forget(entries);
  }

  function retry(): void {
    pending.expire(inFlight);
    if (pending.count === 0)
      pending.push({ record: options.probe(), settled: null, onDurable: undefined, expires: true });
    void flush();
  }

  const isStuck = (): boolean => inFlight.length > 0 && timers.now() - inFlightSince > maxWaitMillis;

  function becomeIdle(): void {
    const waiters = idle;
    idle = [];
    for (const resolve of waiters) resolve();
  }

  return {
    add(record, settled, { expires = true, onDurable, finish } = DEFAULTS) {
      if (isClosed) settled(new ClosingError('the gateway is closing'), -1);
      else pending.push({ record, settled, onDurable, finish, expires });
      schedule();
    },
    get pendingBytes() {
      return pending.bytes;
    },
    get isBlocked() {
      return pace.blockedDetail !== '' || isStuck();
    },
    get blockedDetail() {
      return isStuck() ? 'the disk does not answer' : pace.blockedDetail;
    },
    drain() {
      if (pace.blockedDetail !== '' || (pending.count === 0 && inFlight.length === 0)) return Promise.resolve();
      return new Promise((resolve) => idle.push(resolve));
    },
    close() {
      isClosed = true;
      endExpiry();
      pace.close();
      giveUp(pending.take(pending.count), new ClosingError('the gateway is closing'));
    },
  };
}

const recordOf = ({ record, finish }: PendingEntry): JournalRecord => (finish ? finish(record) : record);

function settleWritten(batch: readonly PendingEntry[], firstOffset: number): void {
  for (let index = 0; index < batch.length; index++) {
    const entry = batch[index];
    entry?.onDurable?.(entry.record);
    settleEntry(entry, null, firstOffset + index);
  }
}

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));

/**
 * Errors of the disk are transient (space is freed, a mount comes back); any other error is about the records
 * themselves.
 */
const isTransient = (error: Error): boolean =>
  error instanceof JournalFullError ||
  ('code' in error && !(error instanceof TypeError || error instanceof RangeError));
