import type { JournalWriter } from '../model/journal.ts';
import { JournalFullError } from '../model/journal.ts';
import type { JournalRecord } from '../model/journal-record.ts';
import type { Timers } from '../model/timers.ts';

/** Called once: with the record's offset when it is durable, or with why it was given up. */
type Settled = (error: Error | null, offset: number) => void;

/** The one way from the gateway into the journal: order of entry is order of offsets, also while the disk is full. */
export interface DurableQueue {
  /**
   * `expires: false` for records of the gateway itself that wait as long as it takes (few: presence, refusals). `onDurable` is called for what
   * has to follow from a record in the journal, also when its sender was let go before it got there.
   */
  add(
    record: JournalRecord,
    settled: Settled,
    options?: { readonly expires?: boolean; readonly onDurable?: () => void },
  ): void;
  /** True while the journal takes nothing: it is full, failing, or has not answered for as long as a message may wait. */
  readonly isBlocked: boolean;
  /** Why, for a person; empty when it is not. */
  readonly blockedDetail: string;
  /** Memory of all that is not on disk yet, about. */
  readonly pendingBytes: number;
  /** Resolves when everything is durable, or at once while nothing can be. */
  drain(): Promise<void>;
  /** Gives up what is still waiting. */
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
/** Whose connection a record came on; empty when it came on none. */
const senderOf = (record: JournalRecord): string =>
  record.kind === 'publication' ? `${record.connection} ${record.deviceId}` : '';
/** Small while it is full: a few records may fit where thousands do not. */
const PROBE_RECORDS = 64;
const FIRST_RETRY_MILLIS = 100;
const LONGEST_RETRY_MILLIS = 2000;

/**
 * One append is under way at a time and takes with it everything that came meanwhile: the same grouping as the journal's own commits,
 * but a batch that did not fit goes back to the front, so that no later message of a device overtakes an earlier one.
 */
export function createDurableQueue(options: {
  readonly journal: JournalWriter;
  readonly timers: Timers;
  readonly maxWaitMillis: number;
  /** A record that does no harm, appended to find out whether there is room again when nobody is left to try. */
  readonly probe: () => JournalRecord;
  readonly onBlocked: (detail: string) => void;
  readonly onRecovered: () => void;
  /** Told when less waits than before. */
  readonly onLess?: () => void;
}): DurableQueue {
  const { journal, timers, maxWaitMillis, onLess = () => {} } = options;
  let waiting: Entry[] = [];
  let inFlight: Entry[] = [];
  let inFlightSince = 0;
  let pendingBytes = 0;
  let isScheduled = false;
  let isClosed = false;
  let detail = '';
  let limit = BATCH_RECORDS;
  let retryMillis = FIRST_RETRY_MILLIS;
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
    if (!isPassing(error)) {
      // Something in this batch can never be appended. By halves it is found, and only its sender hears of it.
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
    cancelRetry = timers.after(retryMillis, retry);
    retryMillis = Math.min(LONGEST_RETRY_MILLIS, retryMillis * 2);
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
    retryMillis = FIRST_RETRY_MILLIS;
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
    // What is in flight may yet reach the disk; its sender is let go all the same and will send it again.
    const letGo = inFlight.filter(isExpired);
    // And with a message all that its connection sent behind it: of what comes again, the journal has the first ones or none, else they
    // could not be told from new ones.
    const expired: Entry[] = [];
    const kept: Entry[] = [];
    for (const entry of waiting) (isExpired(entry) ? expired : kept).push(entry);
    waiting = kept;
    forget(expired);
    for (const entry of [...letGo, ...expired]) {
      settle(entry, new JournalFullError('the journal took nothing in time'), -1);
    }
  }

  function push(entry: Pick<Entry, 'record' | 'settled' | 'onDurable' | 'expires'>): void {
    const bytes = bytesOf(entry.record);
    pendingBytes += bytes;
    waiting.push({ ...entry, since: timers.now(), bytes });
  }

  /** What is in flight is in memory until the journal has answered, whoever still waits for it. */
  function forget(entries: readonly Entry[]): void {
    if (entries.length === 0) return;
    for (const { bytes } of entries) pendingBytes -= bytes;
    onLess();
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

/** Of a record and its entry besides its payload. */
const RECORD_BYTES = 256;

const bytesOf = (record: JournalRecord): number =>
  RECORD_BYTES + (record.kind === 'publication' ? record.payload.byteLength + record.topic.length : 0);

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));

/** Errors of the disk pass (space is freed, a mount comes back); any other error is about the records themselves. */
const isPassing = (error: Error): boolean =>
  error instanceof JournalFullError ||
  ('code' in error && !(error instanceof TypeError || error instanceof RangeError));
