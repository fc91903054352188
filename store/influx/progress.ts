import { columnsOf, numberAt, queryInfluxql, textAt } from './influxql.ts';
import type { OwnLines } from './own-lines.ts';
import type { InfluxServer } from './server.ts';

/** The progress of the store: one point in a measurement of its own. */
export interface Progress {
  readonly cursor: number;
  /**
   * A random id that was written at the first use: it distinguishes the database from one that replaced it. Null
   * before.
   */
  readonly identity: string | null;
  /** The cursor at which its books begin. Null: it was filled by Citynerve 0.1.0, which had no books. */
  readonly booksFrom: number | null;
}

/** The measurement of the progress. */
export const PROGRESS = 'citynerve.progress';

/** The line that sets the cursor. It is always the same point (time 0, no tags); other fields of it stay. */
export const cursorLine = (nextOffset: number): string => `${PROGRESS} nextOffset=${nextOffset}i 0`;

/** The line for the first use of a database. */
export const firstLine = (identity: string): string =>
  `${PROGRESS} identity="${identity}",nextOffset=0i,booksFrom=0i 0`;

/** The line that begins the books of a database that 0.1.0 filled. */
export const booksFromLine = (cursor: number): string => `${PROGRESS} booksFrom=${cursor}i 0`;

/** Reads the progress. Without an identity the cursor is 0. */
export async function readProgress(server: InfluxServer, own: OwnLines): Promise<Progress> {
  let progress: Progress = { cursor: 0, identity: null, booksFrom: null };
  const statement = `SELECT "nextOffset", "identity", "booksFrom" FROM ${own.source(PROGRESS)} WHERE time = 0`;
  for await (const part of queryInfluxql(server, statement)) {
    const column = columnsOf(part, ['nextOffset', 'identity', 'booksFrom']);
    for (const row of part.values) {
      const identity = textAt(row, column.identity);
      // Without an identity, the database was emptied before a writer set the cursor: the rows before the cursor are
      // missing.
      const cursor = identity === null ? 0 : (numberAt(row, column.nextOffset) ?? 0);
      progress = { cursor, identity, booksFrom: numberAt(row, column.booksFrom) };
    }
  }
  return progress;
}
