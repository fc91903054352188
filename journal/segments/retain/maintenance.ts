import { endOfCut, readCutMark } from '../format/cut-mark.ts';
import { measureSegments } from '../format/measure-segments.ts';
import { asWriteError } from '../write/as-write-error.ts';
import { compressClosed } from './housekeeping.ts';
import { createRetention, type RetentionRules } from './retention.ts';

/** What is done to closed segments beside the writing: compressing and cutting, one after the other. */
export interface Maintenance {
  /** Size of all segments; `grew` keeps it right between two measurements. */
  readonly size: { readonly bytes: number; readonly segments: number };
  /** Notes what a commit has added. */
  grew(added: { readonly addedBytes: number; readonly addedSegments: number }): void;
  /** Compresses closed segments. A failure shows in `fault` only: uncompressed segments are as good. */
  compress(): Promise<void>;
  /** Compresses, then cuts what the rules say and `keepFrom` allows. Resolves with the first offset that is left. */
  retain(keepFrom: number): Promise<number>;
  /** End of the oldest segment that the rules would have cut and `keepFrom` kept; null where there is none. */
  readonly heldUntil: number | null;
  /** Why compressing failed, for a person; empty when it did not. */
  readonly fault: string;
  /** Resolves when nothing is under way. */
  idle(): Promise<void>;
}

export function createMaintenance(options: {
  readonly directory: string;
  readonly rules: RetentionRules | undefined;
  readonly segments: { openSegment(family: 'ageing'): number; readonly lastReceivedAt: number | null };
  readonly measured: { readonly bytes: number; readonly segments: number };
  readonly isClosing: () => boolean;
}): Maintenance {
  const { directory, rules, segments, isClosing } = options;
  const retention = rules ? createRetention(directory, rules) : null;
  const size = { ...options.measured };
  let fault = '';
  let heldUntil: number | null = null;
  let chores: Promise<unknown> = Promise.resolve();

  /** Compressing and cutting never overlap. */
  function chore<T>(work: () => Promise<T>): Promise<T> {
    const done = chores.then(work);
    chores = done.catch(() => undefined);
    return done;
  }

  async function measure(): Promise<void> {
    const { bytes, segments: count } = await measureSegments(directory);
    size.bytes = bytes.ageing + bytes.lasting;
    size.segments = count;
  }

  const compress = (): Promise<void> =>
    chore(async () => {
      try {
        await compressClosed(directory, () => segments.openSegment('ageing'), isClosing);
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
    get fault() {
      return fault;
    },
    idle: async () => void (await chores),
  };
}
