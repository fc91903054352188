import { backOffMillis } from '../model/back-off.ts';
import type { JournalWriter } from '../model/journal.ts';
import { JournalFullError } from '../model/journal.ts';
import type { JournalRecord } from '../model/journal-record.ts';
import type { Timers } from '../model/timers.ts';

/** Called once: with the record's offset when it is durable, or with an error when it is no longer waited for. */
type Settled = (error: Error | null, offset: number) => void;

/**
 * The queue through which the gateway appends to the journal. Offsets have the order of `add`, also after a full disk.
 */
export interface DurableQueue {
  /**
   * Queues a record. `expires: false` is for the few records of the gateway itself (presence, refusals): they wait
   * without a time limit. `onDurable` is called when the record is in the journal, also when `settled` was called with
   * an error before.
   */
  add(
    record: JournalRecord,
    settled: Settled,
    options?: { readonly expires?: boolean; readonly onDurable?: () => void },
  ): void;
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

interface Entry {
  readonly record: JournalRecord;
  settled: Settled | null;
  readonly onDurable: (() => void) | undefined;
  readonly since: number;
  readonly bytes: number;
  readonly expires: boolean;
}

const DEFAULTS: { readonly expires?: boolean; readonly onDurable?: () => void } = {};
const BATCH_RECORDS = 8192;
/** Names the connection that a record came from; empty for the gateway's own records. */
const senderOf = (record: JournalRecord): string =>
  record.kind === 'publication' ? `${record.connection} ${record.deviceId}` : '';
/** Batch size after a full disk: a few records may fit where thousands do not. */
const PROBE_RECORDS = 64;
const FIRST_RETRY_MILLIS = 100;
const LONGEST_RETRY_MILLIS = 2000;

/**
 * One append is in flight at a time; the next one contains all records that came meanwhile (group commit). A batch that
 * the journal did not write goes back to the front of the queue, so that no later message of a device overtakes an
 * earlier one.
 */
export function createDurableQueue(options: {
  readonly journal: JournalWriter;
  readonly timers: Timers;
  readonly maxWaitMillis: number;
  /** Returns a record without effect, appended to find out whether there is room again when no other record waits. */
  readonly probe: () => JournalRecord;
  readonly onBlocked: (detail: string) => void;
  readonly onRecovered: () => void;
  /** Called when `pendingBytes` has decreased. */
  readonly onDecrease?: () => void;
}): DurableQueue {
  const { journal, timers, maxWaitMillis, onDecrease = () => {} } = options;
  let waiting: Entry[] = [];
  let inFlight: Entry[] = [];
  let inFlightSince = 0;
  let pendingBytes = 0;
  let isScheduled = false;
  let isClosed = false;
  let detail = '';
  let limit = BATCH_RECORDS;
  let failures = 0;
  let cancelRetry: (() => void) | null = null;
  let idle: (() => void)[] = [];
  const endExpiry = timers.every(1000, expire);

  function schedule(): void {
    if (isScheduled || inFlight.length > 0 || detail !== '' || waiting.length === 0) return;
    isScheduled = true;
    timers.soon(() => {
      isScheduled = false;
      void flush();
    });
  }

  async function flush(): Promise<void> {
    if (waiting.length === 0) return;
    const batch = waiting.length <= limit ? waiting : waiting.slice(0, limit);
    waiting = waiting.length <= limit ? [] : waiting.slice(limit);
    inFlight = batch;
    inFlightSince = timers.now();
    const outcome = await journal.append(batch.map((entry) => entry.record)).catch(asError);
    inFlight = [];
    if (typeof outcome === 'number') {
      recovered();
      for (let index = 0; index < batch.length; index++) {
        batch[index]?.onDurable?.();
        settle(batch[index], null, outcome + index);
      }
      forget(batch);
    } else {
      failed(batch, outcome);
    }
    schedule();
    if (waiting.length === 0 && inFlight.length === 0) becomeIdle();
  }

  function failed(batch: Entry[], error: Error): void {
    if (isClosed) {
      for (const entry of batch) settle(entry, error, -1);
      forget(batch);
      return;
    }
    if (!isTransient(error)) {
      // A record of this batch can never be written. Bisecting finds it, so that only its own sender gets the error.
      limit = Math.max(1, batch.length >> 1);
      if (batch.length === 1) {
        settle(batch[0], error, -1);
        forget(batch);
      } else waiting = [...batch, ...waiting];
      return;
    }
    waiting = [...batch, ...waiting];
    limit = PROBE_RECORDS;
    if (detail === '') options.onBlocked(error.message);
    detail = error.message || error.name;
    failures += 1;
    cancelRetry = timers.after(backOffMillis(failures, FIRST_RETRY_MILLIS, LONGEST_RETRY_MILLIS), retry);
    becomeIdle();
  }

  function retry(): void {
    cancelRetry = null;
    expire();
    if (waiting.length === 0) push({ record: options.probe(), settled: null, onDurable: undefined, expires: true });
    void flush();
  }

  function recovered(): void {
    limit = Math.min(BATCH_RECORDS, limit * 2);
    failures = 0;
    if (detail === '') return;
    detail = '';
    options.onRecovered();
  }

  function expire(): void {
    const oldest = timers.now() - maxWaitMillis;
    const cutOff = new Set<string>();
    const isExpired = ({ record, expires, since }: Entry): boolean => {
      if (!expires) return false;
      const sender = senderOf(record);
      if (since > oldest && !cutOff.has(sender)) return false;
      if (sender !== '') cutOff.add(sender);
      return true;
    };
    // What is in flight may still become durable; its connection is closed all the same, and the device sends it again.
    const expiredInFlight = inFlight.filter(isExpired);
    // With a message expires all that its connection sent after it. Otherwise the journal could have later messages of
    // a connection without the earlier ones, and when the device sends them all again, repeats could not be recognised.
    const expired: Entry[] = [];
    const kept: Entry[] = [];
    for (const entry of waiting) (isExpired(entry) ? expired : kept).push(entry);
    waiting = kept;
    forget(expired);
    for (const entry of [...expiredInFlight, ...expired]) {
      settle(entry, new JournalFullError('the journal did not write the message in time'), -1);
    }
  }

  function push(entry: Pick<Entry, 'record' | 'settled' | 'onDurable' | 'expires'>): void {
    const bytes = bytesOf(entry.record);
    pendingBytes += bytes;
    waiting.push({ ...entry, since: timers.now(), bytes });
  }

  /**
   * Subtracts records from `pendingBytes`. Records in flight are counted until the journal has answered, also when they
   * have expired, because they still occupy memory.
   */
  function forget(entries: readonly Entry[]): void {
    if (entries.length === 0) return;
    for (const { bytes } of entries) pendingBytes -= bytes;
    onDecrease();
  }

  const isStuck = (): boolean => inFlight.length > 0 && timers.now() - inFlightSince > maxWaitMillis;

  function becomeIdle(): void {
    const waiters = idle;
    idle = [];
    for (const resolve of waiters) resolve();
  }

  return {
    add(record, settled, { expires = true, onDurable } = DEFAULTS) {
      if (isClosed) settled(new Error('the gateway is closing'), -1);
      else push({ record, settled, onDurable, expires });
      schedule();
    },
    get pendingBytes() {
      return pendingBytes;
    },
    get isBlocked() {
      return detail !== '' || isStuck();
    },
    get blockedDetail() {
      return isStuck() ? 'the disk does not answer' : detail;
    },
    drain() {
      if (detail !== '' || (waiting.length === 0 && inFlight.length === 0)) return Promise.resolve();
      return new Promise((resolve) => idle.push(resolve));
    },
    close() {
      isClosed = true;
      endExpiry();
      cancelRetry?.();
      const left = waiting;
      waiting = [];
      for (const entry of left) settle(entry, new Error('the gateway is closing'), -1);
      forget(left);
    },
  };
}

function settle(entry: Entry | undefined, error: Error | null, offset: number): void {
  const settled = entry?.settled;
  if (!entry || !settled) return;
  entry.settled = null;
  settled(error, offset);
}

/** Estimated memory of a record and its queue entry without the payload. */
const RECORD_BYTES = 256;

const bytesOf = (record: JournalRecord): number =>
  RECORD_BYTES + (record.kind === 'publication' ? record.payload.byteLength + record.topic.length : 0);

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));

/**
 * Errors of the disk are transient (space is freed, a mount comes back); any other error is about the records
 * themselves.
 */
const isTransient = (error: Error): boolean =>
  error instanceof JournalFullError ||
  ('code' in error && !(error instanceof TypeError || error instanceof RangeError));
