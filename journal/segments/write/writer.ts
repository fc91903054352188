import { JournalFullError, type JournalWriter, type JournalWriterOptions } from '../../../model/journal.ts';
import type { JournalRecord } from '../../../model/journal-record.ts';
import { writeEndMark } from '../format/end-mark.ts';
import { makeDirectory } from '../format/make-directory.ts';
import { measureSegments } from '../format/measure-segments.ts';
import { recoverJournal } from '../recover/recover-journal.ts';
import { removeLeftovers } from '../retain/housekeeping.ts';
import { createMaintenance } from '../retain/maintenance.ts';
import { finishCut } from '../retain/retention.ts';
import { asWriteError } from './as-write-error.ts';
import { createRunCoder } from './code-runs.ts';
import { createDiskRoom } from './disk-room.ts';
import { lockJournal } from './lock-journal.ts';
import { SegmentWriter } from './segment-writer.ts';

/** Small enough to be compressed and deleted step by step, large enough that months are a few hundred files. */
const DEFAULT_SEGMENT_BYTES = 64 * 1024 * 1024;

/**
 * Opens a journal for writing, with recovery after a crash. Throws a `JournalLockedError` while another process writes.
 */
export async function openJournalWriter(
  options: JournalWriterOptions & { readonly directory: string },
): Promise<JournalWriter> {
  const { directory } = options;
  await makeDirectory(directory);
  const { release: unlock } = lockJournal(directory, options.wallNow());
  try {
    await removeLeftovers(directory);
    const tail = await recoverJournal(directory, options.onQuarantine ?? (() => undefined));
    const segmentBytes = options.segmentBytes ?? DEFAULT_SEGMENT_BYTES;
    const onDisturbed = options.onDisturbed ?? (() => undefined);
    const segments = new SegmentWriter({ directory, segmentBytes, tail, onDisturbed });
    await segments.resume(tail.open);
    await finishCut(directory);
    const { bytes, segments: count } = await measureSegments(directory);
    const measured = { bytes: bytes.ageing + bytes.lasting, segments: count };
    return assemble({ ...options, lastCommitOffset: tail.lastCommitOffset }, segments, measured, unlock);
  } catch (error) {
    unlock();
    throw error;
  }
}

function assemble(
  options: JournalWriterOptions & { readonly directory: string; readonly lastCommitOffset: number | null },
  segments: SegmentWriter,
  measured: { bytes: number; segments: number },
  unlock: () => void,
): JournalWriter {
  const { directory, lastCommitOffset, stopDiskShare = Number.POSITIVE_INFINITY } = options;
  const listeners = new Set<(durableOffset: number) => void>();
  const room = createDiskRoom(directory, stopDiskShare);
  const coder = createRunCoder();
  let fault = '';
  let closing: Promise<void> | null = null;
  const maintenance = createMaintenance({
    directory,
    rules: options.retention,
    segments,
    measured,
    isClosing: () => closing !== null,
    mostDiskShare: stopDiskShare,
  });
  /** One commit at a time, in the order of the calls. */
  let lastCommit: Promise<unknown> = Promise.resolve();

  async function commit(records: readonly JournalRecord[]): Promise<number> {
    const runs = coder.code(records);
    const firstOffset = segments.nextOffset;
    try {
      // What makes room must not wait for room: the last part of the disk is there for it.
      if (!records.some(({ kind }) => kind === 'amendment')) await room.expectRoom();
      const added = await segments.commit(runs);
      maintenance.grew(added);
      fault = '';
      if (added.addedSegments > 0) void maintenance.compress();
      return firstOffset;
    } catch (error) {
      const failure = error instanceof JournalFullError ? error : asWriteError(error);
      fault = failure.message;
      throw failure;
    } finally {
      coder.recycle(runs);
    }
  }

  async function close(): Promise<void> {
    await lastCommit;
    await maintenance.idle();
    await segments.close();
    await writeEndMark(directory, segments.end).catch(() => undefined);
    unlock();
  }

  void maintenance.compress();
  return {
    append(records) {
      if (closing) return Promise.reject(new Error('the journal is closed'));
      if (records.length === 0) return Promise.resolve(segments.nextOffset);
      const committed = lastCommit.then(() => commit(records));
      lastCommit = committed.catch(() => undefined);
      void committed.then(
        () => listeners.forEach((listener) => void listener(segments.nextOffset)),
        () => undefined,
      );
      return committed;
    },
    get durableOffset() {
      return segments.nextOffset;
    },
    onDurable(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    get lastReceivedAt() {
      return segments.lastReceivedAt;
    },
    lastCommitOffset,
    retain: maintenance.retain,
    get heldUntil() {
      return maintenance.heldUntil;
    },
    get lossDetail() {
      return segments.lossDetail;
    },
    health() {
      room.look();
      const disturbance = segments.lastDisturbance && `; ${segments.lastDisturbance}`;
      const writing = maintenance.fault === '' ? 'writing' : `writing; ${maintenance.fault}`;
      return {
        isWritable: fault === '' && !closing,
        detail: `${fault || writing}${disturbance}`,
        ...maintenance.size,
        usedShare: room.usedShare,
        diskTrouble: room.trouble,
      };
    },
    close() {
      closing ??= close();
      return closing;
    },
  };
}
