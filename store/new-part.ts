import type { Reading } from '../model/reading.ts';
import type { RefusedReading, SkippedReadings, StoreBatch } from '../model/series-store.ts';

/** The part of a batch that a store with a cursor of its own still has to write. */
export interface NewPart {
  /** Readings of messages at or after the cursor. */
  readonly readings: readonly Reading[];
  /** Quality updates of stored rows, in this order. */
  readonly requalified: readonly Reading[];
}

/**
 * Removes from a batch what is stored already: all of it when the cursor is at its end (null), else the readings below
 * the cursor. Those become quality updates instead: in another batching of the journal, a later change of quality may
 * be part of the reading itself.
 */
export function newPartOf(batch: StoreBatch, cursor: number): NewPart | null {
  if (batch.nextOffset <= cursor) return null;
  // The usual case.
  if (batch.readings.every((reading) => reading.offset >= cursor)) return batch;
  const readings = batch.readings.filter((reading) => reading.offset >= cursor);
  const covered = batch.readings.filter((reading) => reading.offset < cursor);
  return { readings, requalified: [...covered, ...batch.requalified] };
}

/** The refused readings of messages at or after the cursor, so that the books count each once. */
export function newRefusals(refused: readonly RefusedReading[], cursor: number): readonly RefusedReading[] {
  return refused.filter(({ reading }) => !(reading.offset < cursor));
}

/** Of readings that are skipped, those of messages that the store has not seen. */
export const newSkipped = ({ skipped = [] }: StoreBatch, cursor: number): readonly SkippedReadings[] =>
  skipped.filter(({ offset }) => offset >= cursor);
