import { ALL_TIME } from './conditions.ts';
import { queryInfluxql } from './influxql.ts';
import { createOwnLines, type OwnLines } from './own-lines.ts';
import { PROGRESS, type Progress, readProgress } from './progress.ts';
import { REFUSED } from './refused-record.ts';
import type { InfluxServer } from './server.ts';
import { BOOKS } from './stored-books.ts';

/** In this order: the progress says that the others are there. */
const MEASUREMENTS = [BOOKS, REFUSED, PROGRESS];

/**
 * Reads the progress; where there is none, and a Citynerve without a retention policy of its own has left one in the
 * default policy, the store's own measurements are copied from there first. The copies there are left as they are.
 */
export async function readCarriedProgress(
  server: InfluxServer,
  own: OwnLines,
  policy: string | null,
): Promise<Progress> {
  const progress = await readProgress(server, own);
  if (policy === null || progress.identity !== null) return progress;
  if ((await readProgress(server, createOwnLines(server, null))).identity === null) return progress;
  for (const name of MEASUREMENTS) {
    const copy = `SELECT * INTO ${own.source(name)} FROM "${name}" WHERE ${ALL_TIME} GROUP BY *`;
    for await (const _ of queryInfluxql(server, copy));
  }
  return readProgress(server, own);
}
