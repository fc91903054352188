import { JournalFullError } from '../model/journal.ts';
import type { JournalRecord } from '../model/journal-record.ts';

/** Called once: with the record's offset when it is durable, or with an error when it is no longer waited for. */
export type Settled = (error: Error | null, offset: number) => void;

/** How a record is queued; see `add` of the queue. */
export interface AddOptions {
  readonly expires?: boolean;
  readonly onDurable?: ((record: JournalRecord) => void) | undefined;
  readonly finish?: ((record: JournalRecord) => JournalRecord) | undefined;
}

/** A record on its way into the journal. */
export interface PendingEntry {
  readonly record: JournalRecord;
  settled: Settled | null;
  readonly onDurable: AddOptions['onDurable'];
  readonly finish?: AddOptions['finish'];
  /** Milliseconds on the clock of the queue. */
  readonly since: number;
  readonly bytes: number;
  /** False: it waits without a time limit. */
  readonly expires: boolean;
}

/** The records that wait to be appended, in the order of their offsets, and the memory of all that are not durable. */
export interface PendingEntries {
  readonly count: number;
  /** Estimated memory of what waits and of what was taken and not forgotten, bytes. */
  readonly bytes: number;
  push(entry: Pick<PendingEntry, 'record' | 'settled' | 'onDurable' | 'finish' | 'expires'>): void;
  /** Takes out the first records, at most `limit`. */
  take(limit: number): readonly PendingEntry[];
  /** Puts back a batch that was not written, before all others. */
  putBack(batch: readonly PendingEntry[]): void;
  /** Settles with an error what has waited for too long; what is in flight, too, though it may still become durable. */
  expire(inFlight: readonly PendingEntry[]): void;
  /**
   * Subtracts records from `bytes`. Records in flight are counted until the journal has answered, also when they have
   * expired, because they still occupy memory.
   */
  forget(entries: readonly PendingEntry[]): void;
}

export function createPendingEntries(options: {
  readonly now: () => number;
  readonly maxWaitMillis: number;
  /** Called when `bytes` has decreased. */
  readonly onDecrease: () => void;
}): PendingEntries {
  const { now, maxWaitMillis, onDecrease } = options;
  let waiting: PendingEntry[] = [];
  let pendingBytes = 0;

  function forget(entries: readonly PendingEntry[]): void {
    if (entries.length === 0) return;
    for (const { bytes } of entries) pendingBytes -= bytes;
    onDecrease();
  }

  return {
    get count() {
      return waiting.length;
    },
    get bytes() {
      return pendingBytes;
    },
    push(entry) {
      const bytes = bytesOf(entry.record);
      pendingBytes += bytes;
      waiting.push({ ...entry, since: now(), bytes });
    },
    take(limit) {
      const taken = waiting.length <= limit ? waiting : waiting.slice(0, limit);
      waiting = waiting.length <= limit ? [] : waiting.slice(limit);
      return taken;
    },
    putBack(batch) {
      waiting = [...batch, ...waiting];
    },
    expire(inFlight) {
      const isExpired = createExpiry(now() - maxWaitMillis);
      // What is in flight may still become durable; its connection is closed all the same, and the device sends it
      // again.
      const expiredInFlight = inFlight.filter(isExpired);
      const expired: PendingEntry[] = [];
      const kept: PendingEntry[] = [];
      for (const entry of waiting) (isExpired(entry) ? expired : kept).push(entry);
      waiting = kept;
      forget(expired);
      for (const entry of [...expiredInFlight, ...expired]) {
        settleEntry(entry, new JournalFullError('the journal did not write the message in time'), -1);
      }
    },
    forget,
  };
}

/** Says of an entry once whether it is durable or given up; whoever was told before is not told again. */
export function settleEntry(entry: PendingEntry | undefined, error: Error | null, offset: number): void {
  const settled = entry?.settled;
  if (!entry || !settled) return;
  entry.settled = null;
  settled(error, offset);
}

/**
 * Judges entries in their order: with a message expires all that its connection sent after it. Otherwise the journal
 * could have later messages of a connection without the earlier ones, and when the device sends them all again, repeats
 * could not be recognised.
 */
function createExpiry(oldest: number): (entry: PendingEntry) => boolean {
  const cutOff = new Set<string>();
  return ({ record, expires, since }) => {
    if (!expires) return false;
    const sender = senderOf(record);
    if (since > oldest && !cutOff.has(sender)) return false;
    if (sender !== '') cutOff.add(sender);
    return true;
  };
}

/** Names the connection that a record came from; empty for the gateway's own records. */
const senderOf = (record: JournalRecord): string =>
  record.kind === 'publication' ? `${record.connection} ${record.deviceId}` : '';

/** Estimated memory of a record and its queue entry without the payload. */
const RECORD_BYTES = 256;

const bytesOf = (record: JournalRecord): number =>
  RECORD_BYTES + (record.kind === 'publication' ? record.payload.byteLength + record.topic.length : 0);
