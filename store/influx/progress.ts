import { askInfluxql, columnsOf, numberAt, textAt } from './influxql.ts';
import type { InfluxServer } from './server.ts';

/** Where the store itself says how far it has come: one point, apart from the readings. */
export interface Progress {
  readonly cursor: number;
  /** A name that this database got when it was first used: tells it from one that has taken its place. Null before. */
  readonly identity: string | null;
  /** Cursor at which its books begin. Null: Citynerve 0.1.0 filled it, which kept none. */
  readonly booksFrom: number | null;
}

const MEASUREMENT = 'citynerve.progress';

/** Always the same point: time 0, no tags. Fields that are not named stay. */
export const cursorLine = (nextOffset: number): string => `${MEASUREMENT} nextOffset=${nextOffset}i 0`;

/** A database that is used for the first time. */
export const firstLine = (identity: string): string =>
  `${MEASUREMENT} identity="${identity}",nextOffset=0i,booksFrom=0i 0`;

/** A database that 0.1.0 filled has books from here on. */
export const booksFromLine = (cursor: number): string => `${MEASUREMENT} booksFrom=${cursor}i 0`;

/** What the database says; in one without an identity no cursor is believed. */
export async function readProgress(server: InfluxServer): Promise<Progress> {
  let progress: Progress = { cursor: 0, identity: null, booksFrom: null };
  const statement = `SELECT "nextOffset", "identity", "booksFrom" FROM "${MEASUREMENT}" WHERE time = 0`;
  for await (const part of askInfluxql(server, statement)) {
    const column = columnsOf(part, ['nextOffset', 'identity', 'booksFrom']);
    for (const row of part.values) {
      const identity = textAt(row, column.identity);
      // Emptied under a writer that had not noticed it yet: its cursor stands there, the rows before do not.
      const cursor = identity === null ? 0 : (numberAt(row, column.nextOffset) ?? 0);
      progress = { cursor, identity, booksFrom: numberAt(row, column.booksFrom) };
    }
  }
  return progress;
}
