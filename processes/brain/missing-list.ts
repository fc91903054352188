import type { Logger } from 'pino';
import { describeMissing, type MissingOffsets } from '../../fold/missing-offsets.ts';

/** Stretches of the journal that a fold had to go over; saved with each checkpoint. */
export interface MissingList {
  readonly all: readonly MissingOffsets[];
  /** Another stretch, met while a sink was brought up from the journal; said once. */
  note(more: MissingOffsets): void;
}

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
