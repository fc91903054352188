import { JournalFullError, type JournalWriter, type JournalWriterOptions } from '../../../model/journal.ts';
import type { JournalRecord } from '../../../model/journal-record.ts';
import { endOfCut, readCutMark } from '../format/cut-mark.ts';
import { writeEndMark } from '../format/end-mark.ts';
import { makeDirectory } from '../format/make-directory.ts';
import { measureSegments } from '../format/measure-segments.ts';
import { recoverJournal } from '../recover/recover-journal.ts';
import { compressClosed, removeLeftovers } from '../retain/housekeeping.ts';
import { createRetention, finishCut } from '../retain/retention.ts';
import { asWriteError } from './as-write-error.ts';
import { createRunCoder } from './code-runs.ts';
import { createDiskRoom } from './disk-room.ts';
import { lockJournal } from './lock-journal.ts';
import { SegmentWriter } from './segment-writer.ts';

/** Small enough to be cut and compressed in steps, large enough that months are a few hundred files. */
const DEFAULT_SEGMENT_BYTES = 64 * 1024 * 1024;

/** Opens a journal for writing, after a crash as after a good end. Throws a `JournalLockedError` while another process writes it. */
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
    return assemble(options, segments, { bytes: bytes.ageing + bytes.lasting, segments: count }, unlock);
  } catch (error) {
    unlock();
    throw error;
  }
}

function assemble(
  options: JournalWriterOptions & { readonly directory: string },
  segments: SegmentWriter,
  measured: { bytes: number; segments: number },
  unlock: () => void,
): JournalWriter {
  const { directory } = options;
  const listeners = new Set<(durableOffset: number) => void>();
  const retention = options.retention ? createRetention(directory, options.retention) : null;
  const room = createDiskRoom(directory, options.stopDiskShare ?? Number.POSITIVE_INFINITY);
  const size = { ...measured };
  const coder = createRunCoder();
  let fault = '';
  let housekeepingFault = '';
  let closing: Promise<void> | null = null;
  let heldUntil: number | null = null;
  let chores: Promise<unknown> = Promise.resolve();
  /** One commit at a time, in the order of the calls. */
  let lastCommit: Promise<unknown> = Promise.resolve();

  /** Compressing and cutting never overlap. */
  function chore<T>(work: () => Promise<T>): Promise<T> {
    const done = chores.then(work);
    chores = done.catch(() => undefined);
    return done;
  }

  const compress = (): Promise<void> =>
    chore(async () => {
      try {
        await compressClosed(
          directory,
          () => segments.openSegment('ageing'),
          () => closing !== null,
        );
        housekeepingFault = '';
      } catch (error) {
        // Uncompressed segments are as good as compressed ones, so this only shows in the health.
        housekeepingFault = `; a closed segment could not be compressed: ${asWriteError(error).message}`;
      }
      await measure();
    });

  async function measure(): Promise<void> {
    const { bytes, segments: count } = await measureSegments(directory);
    size.bytes = bytes.ageing + bytes.lasting;
    size.segments = count;
  }

  async function commit(records: readonly JournalRecord[]): Promise<number> {
    const runs = coder.code(records);
    const firstOffset = segments.nextOffset;
    try {
      // What makes room must not wait for room: the last part of the disk is there for it.
      if (!records.some(({ kind }) => kind === 'amendment')) await room.expectRoom();
      const { addedBytes, addedSegments } = await segments.commit(runs);
      size.bytes += addedBytes;
      size.segments += addedSegments;
      fault = '';
      if (addedSegments > 0) void compress();
      return firstOffset;
    } catch (error) {
      const failure = error instanceof JournalFullError ? error : asWriteError(error);
      fault = failure.message;
      throw failure;
    } finally {
      coder.recycle(runs);
    }
  }

  function announce(): void {
    for (const listener of listeners) listener(segments.nextOffset);
  }

  async function close(): Promise<void> {
    await lastCommit;
    await chores;
    await segments.close();
    await writeEndMark(directory, segments.end).catch(() => undefined);
    unlock();
  }

  void compress();
  return {
    append(records) {
      if (closing) return Promise.reject(new Error('the journal is closed'));
      if (records.length === 0) return Promise.resolve(segments.nextOffset);
      const committed = lastCommit.then(() => commit(records));
      lastCommit = committed.catch(() => undefined);
      void committed.then(announce, () => undefined);
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
    async retain(keepFrom) {
      await compress();
      return chore(async () => {
        const newestReceivedAt = segments.lastReceivedAt;
        const openSegment = segments.openSegment('ageing');
        if (retention && newestReceivedAt !== null) {
          heldUntil = await retention({ keepFrom, newestReceivedAt, openSegment });
        }
        await measure();
        return endOfCut(await readCutMark(directory));
      });
    },
    get heldUntil() {
      return heldUntil;
    },
    get lossDetail() {
      return segments.lossDetail;
    },
    health() {
      room.look();
      const disturbance = segments.lastDisturbance && `; ${segments.lastDisturbance}`;
      const writing = `writing${housekeepingFault}`;
      return {
        isWritable: fault === '' && !closing,
        detail: `${fault || writing}${disturbance}`,
        bytes: size.bytes,
        segments: size.segments,
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
