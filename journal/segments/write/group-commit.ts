import { setTimeout as wait } from 'node:timers/promises';
import type { JournalRecord } from '../../../model/journal-record.ts';
import type { ByteArena } from '../format/byte-arena.ts';
import { PendingCommit } from './pending-commit.ts';

/** Appends that meet while a commit is under way share the next one. */
export interface GroupCommit {
  append(records: readonly JournalRecord[]): Promise<number>;
  /** Bytes that wait for the next commit. */
  readonly pendingBytes: number;
  /** Resolves when nothing waits and nothing is under way. */
  drain(): Promise<void>;
}

/**
 * One commit at a time: the first append of a quiet moment starts it at the end of the event loop's turn, so that all messages of one
 * socket read are in it. `minimumMillis` stretches short commits, which makes fewer and larger ones.
 */
export function createGroupCommit(options: {
  /** Makes the runs durable and returns the offset of their first record, or rejects with nothing of them kept. */
  readonly commit: (pending: PendingCommit) => Promise<number>;
  /** Called after every commit that went well, when its appends have their answers. */
  readonly onCommitted: () => void;
  readonly minimumMillis: number;
}): GroupCommit {
  /** Memory of commits gone by, used again: fresh pages cost more than what is written to them. */
  const spare: ByteArena[] = [];
  let pending = new PendingCommit(spare);
  let isRunning = false;
  let idle: (() => void)[] = [];

  async function flush(): Promise<void> {
    while (pending.recordCount > 0) {
      const current = pending;
      pending = new PendingCommit(spare);
      const pause = options.minimumMillis > 0 ? wait(options.minimumMillis) : null;
      await settle(current);
      current.recycle(spare);
      await pause;
    }
    isRunning = false;
    const waiters = idle;
    idle = [];
    for (const resolve of waiters) resolve();
  }

  async function settle(current: PendingCommit): Promise<void> {
    try {
      current.resolve(await options.commit(current));
    } catch (error) {
      current.reject(error);
      return;
    }
    // Outside of the try: a listener that throws is a fault of the program, not of the disk.
    options.onCommitted();
  }

  return {
    append(records) {
      const answer = pending.add(records);
      if (!isRunning && pending.recordCount > 0) {
        isRunning = true;
        setImmediate(flush);
      }
      return answer;
    },
    get pendingBytes() {
      return pending.bytes;
    },
    drain() {
      return isRunning ? new Promise((resolve) => idle.push(resolve)) : Promise.resolve();
    },
  };
}
