import type { DuckDBConnection } from '@duckdb/node-api';
import { type AppendTarget, appendRows } from './append-rows.ts';
import type { WriteArgument } from './calls.ts';
import { READING_COLUMNS } from './database.ts';
import type { Latest } from './latest.ts';
import type { PackedReadings } from './packed-readings.ts';
import { planRows } from './plan-rows.ts';

const READINGS: AppendTarget = { table: 'readings', catalog: null };
const STAGED: AppendTarget = { table: 'staged', catalog: 'temp' };

/** Writes rows, judgements and cursor in one transaction; `latest` follows only when it is durable. */
export async function writeRows(writer: DuckDBConnection, latest: Latest, write: WriteArgument): Promise<void> {
  const { readings, requalified, nextOffset } = write;
  const plan = planRows(readings, latest.observedAt);
  const judged = lastJudgements(requalified);
  await writer.run('BEGIN');
  try {
    if (plan.fresh.length > 0) await appendRows(writer, READINGS, readings, plan.fresh);
    if (plan.late.length > 0) await staged(writer, readings, plan.late, INSERT_NEW_KEYS);
    if (judged.length > 0) await staged(writer, requalified, judged, REPLACE_QUALITY);
    await writer.run(`UPDATE progress SET next_offset = ${BigInt(nextOffset)}`);
    await writer.run('COMMIT');
  } catch (error) {
    // After a failed COMMIT there is nothing to roll back, and after a fatal error nothing can: the first error is the one that tells.
    await writer.run('ROLLBACK').catch(() => undefined);
    throw error;
  }
  latest.advance(readings, plan.fresh);
  latest.requalify(requalified);
}

const SAME_KEY = `r.device_id = s.device_id AND r.channel = s.channel AND r.observed_at = s.observed_at`;

// `between` bounds the time, so that only blocks around the staged rows are looked into.
const INSERT_NEW_KEYS = (between: string) => `
  INSERT INTO readings SELECT s.* FROM temp.staged s
  WHERE NOT EXISTS (FROM readings r WHERE ${SAME_KEY} AND r.observed_at ${between})`;

const REPLACE_QUALITY = (between: string) => `
  UPDATE readings r SET quality_level = s.quality_level, quality_reasons = s.quality_reasons
  FROM temp.staged s WHERE ${SAME_KEY} AND r.journal_offset = s.journal_offset AND r.observed_at ${between}`;

/** Lays rows beside the table and runs one statement over both. The staging table goes each time, and its memory with it. */
async function staged(
  writer: DuckDBConnection,
  packed: PackedReadings,
  rows: readonly number[],
  statement: (between: string) => string,
): Promise<void> {
  let [earliest, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const row of rows) {
    earliest = Math.min(earliest, packed.observedAt[row] as number);
    last = Math.max(last, packed.observedAt[row] as number);
  }
  await writer.run(`CREATE TEMP TABLE staged (${READING_COLUMNS})`);
  await appendRows(writer, STAGED, packed, rows);
  await writer.run(statement(`BETWEEN ${BigInt(earliest)} AND ${BigInt(last)}`));
  await writer.run('DROP TABLE temp.staged');
}

/** The last judgement on each row: an UPDATE that finds two would choose between them as it likes. */
function lastJudgements(packed: PackedReadings): readonly number[] {
  const last = new Map<string, number>();
  for (let row = 0; row < packed.count; row += 1) {
    const series = packed.series[packed.seriesOf[row] as number];
    const key = JSON.stringify([series?.deviceId, series?.channel, packed.observedAt[row], packed.offset[row]]);
    last.set(key, row);
  }
  return [...last.values()];
}
