import type { Reading } from '../model/reading.ts';
import type { RefusedReading, SkippedReadings, StoreBatch } from '../model/series-store.ts';

/** What of a batch is still to be done by a store that keeps a cursor of its own. */
export interface NewPart {
  /** Readings of messages that the store has not seen. */
  readonly readings: readonly Reading[];
  /** Judgements to lay over stored rows, in this order. */
  readonly requalified: readonly Reading[];
}

/**
 * Cuts what is already in from a batch: all of it when the cursor has reached its end (null), else the readings below the cursor.
 * Those are not dropped but count as judgements: another cut of the journal may have folded a later judgement right into them.
 */
export function newPartOf(batch: StoreBatch, cursor: number): NewPart | null {
  if (batch.nextOffset <= cursor) return null;
  // Nearly always all of it.
  if (batch.readings.every((reading) => reading.offset >= cursor)) return batch;
  const readings = batch.readings.filter((reading) => reading.offset >= cursor);
  const covered = batch.readings.filter((reading) => reading.offset < cursor);
  return { readings, requalified: [...covered, ...batch.requalified] };
}

/** Of readings that were refused, those of messages that the store has not seen: the books count them once. */
export function newRefusals(refused: readonly RefusedReading[], cursor: number): readonly RefusedReading[] {
  return refused.filter(({ reading }) => !(reading.offset < cursor));
}

/** Of readings that are skipped, those of messages that the store has not seen. */
export const newSkipped = ({ skipped = [] }: StoreBatch, cursor: number): readonly SkippedReadings[] =>
  skipped.filter(({ offset }) => offset >= cursor);
