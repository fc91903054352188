import type { RowOutcome } from './row-reader.ts';

/** A row with its number. */
export interface ReadRow {
  readonly number: number;
  readonly outcome: RowOutcome;
}

/** Rows that are published together: the clock is set once, to their latest time, then all are sent in order. */
export interface RowGroup {
  readonly rows: readonly ReadRow[];
  /** Null: none of them has a valid time. */
  readonly at: number | null;
}

/** Most rows of a group, which bounds memory and what a crash repeats. */
const MOST_ROWS = 2000;

/** Puts neighbouring rows within `stepSeconds` of the first into one group. */
export async function* groupRows(rows: AsyncIterable<ReadRow>, stepSeconds: number): AsyncGenerator<RowGroup> {
  let group: ReadRow[] = [];
  let firstAt: number | null = null;
  let lastAt: number | null = null;
  for await (const row of rows) {
    const at = row.outcome.kind === 'unreadable' ? null : row.outcome.time.at;
    const isNear = at === null || firstAt === null || (at >= firstAt && at - firstAt <= stepSeconds * 1000);
    if (!isNear || group.length >= MOST_ROWS) {
      yield { rows: group, at: lastAt };
      [group, firstAt, lastAt] = [[], null, null];
    }
    group.push(row);
    firstAt ??= at;
    if (at !== null) lastAt = Math.max(lastAt ?? at, at);
  }
  if (group.length > 0) yield { rows: group, at: lastAt };
}
