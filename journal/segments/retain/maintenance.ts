import { endOfCut, readCutMark } from '../format/cut-mark.ts';
import { measureSegments } from '../format/measure-segments.ts';
import { asWriteError } from '../write/as-write-error.ts';
import { compressClosed } from './housekeeping.ts';
import { createRetention, type RetentionRules } from './retention.ts';

/** The maintenance of closed segments while the journal is written: compression and retention, one after the other. */
export interface Maintenance {
  /** Size of all segments; updated by `grew` between two measurements. */
  readonly size: { readonly bytes: number; readonly segments: number };
  /** Adds what a commit has written to `size`. */
  grew(added: { readonly addedBytes: number; readonly addedSegments: number }): void;
  /**
   * Compresses closed segments. A failure is only reported in `fault`, because uncompressed segments are fully usable.
   */
  compress(): Promise<void>;
  /**
   * Compresses, then deletes what the rules require and `keepFrom` allows. Resolves with the first remaining offset.
   */
  retain(keepFrom: number): Promise<number>;
  /** End offset of the oldest segment that is kept only because of `keepFrom`; null: none. */
  readonly heldUntil: number | null;
  /** Why the last compression failed, for an operator; empty: it succeeded. */
  readonly fault: string;
  /** Resolves when no maintenance is running. */
  idle(): Promise<void>;
}

/** Creates the maintenance of a journal that is being written. */
export function createMaintenance(options: {
  readonly directory: string;
  readonly rules: RetentionRules | undefined;
  readonly segments: { openSegment(family: 'ageing'): number; readonly lastReceivedAt: number | null };
  readonly measured: { readonly bytes: number; readonly segments: number };
  readonly isClosing: () => boolean;
  /** Share of the disk that compressing does not fill any further. */
  readonly mostDiskShare: number;
}): Maintenance {
  const { directory, rules, segments, isClosing, mostDiskShare } = options;
  const retention = rules ? createRetention(directory, rules) : null;
  const size = { ...options.measured };
  let fault = '';
  let heldUntil: number | null = null;
  let lastTask: Promise<unknown> = Promise.resolve();

  /** Runs tasks one after the other: compression and retention must not overlap. */
  function enqueue<T>(work: () => Promise<T>): Promise<T> {
    const done = lastTask.then(work);
    lastTask = done.catch(() => undefined);
    return done;
  }

  async function measure(): Promise<void> {
    const { bytes, segments: count } = await measureSegments(directory);
    size.bytes = bytes.ageing + bytes.lasting;
    size.segments = count;
  }

  const compress = (): Promise<void> =>
    enqueue(async () => {
      try {
        await compressClosed({
          directory,
          openSegment: () => segments.openSegment('ageing'),
          isStopped: isClosing,
          mostDiskShare,
        });
        fault = '';
      } catch (error) {
        fault = `a closed segment could not be compressed: ${asWriteError(error).message}`;
      }
      await measure();
    });

  return {
    size,
    grew({ addedBytes, addedSegments }) {
      size.bytes += addedBytes;
      size.segments += addedSegments;
    },
    compress,
    async retain(keepFrom) {
      await compress();
      return enqueue(async () => {
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
    get fault() {
      return fault;
    },
    idle: async () => void (await lastTask),
  };
}
