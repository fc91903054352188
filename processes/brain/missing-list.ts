import type { Logger } from 'pino';
import { describeMissing, type MissingOffsets } from '../../fold/missing-offsets.ts';

/** Ranges of the journal that a fold could not read and skipped; saved with each checkpoint. */
export interface MissingList {
  readonly all: readonly MissingOffsets[];
  /** Adds a range that was found while a sink caught up from the journal; logs it if it is new. */
  note(more: MissingOffsets): void;
}

/** Begins with the ranges of the checkpoint. */
export function createMissingList(known: readonly MissingOffsets[], log: Logger): MissingList {
  const all = [...known];
  return {
    all,
    note(more) {
      if (all.some(({ from, until }) => from === more.from && until === more.until)) return;
      log.error({ missing: more }, describeMissing([more]));
      all.push(more);
    },
  };
}
