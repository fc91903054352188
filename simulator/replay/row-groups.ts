import type { RowOutcome } from './row-reader.ts';

/** A row that was read, by its number. */
export interface ReadRow {
  readonly number: number;
  readonly outcome: RowOutcome;
}

/** Rows that go out together: the clock is set once, to the latest of their times, then all are sent in order. */
export interface RowGroup {
  readonly rows: readonly ReadRow[];
  /** null: none of them could be placed in time. */
  readonly at: number | null;
}

/** Most rows that may wait for one another, so that memory and what a crash repeats stay small. */
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
