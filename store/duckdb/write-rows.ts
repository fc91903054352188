import type { DuckDBConnection } from '@duckdb/node-api';
import type { BooksKeeper } from '../books-keeper.ts';
import { outcomeOf } from '../outcome-of.ts';
import { type AppendTarget, appendRows } from './append-rows.ts';
import { putBooks } from './books-table.ts';
import type { WriteArgument } from './calls.ts';
import { READING_COLUMNS } from './database.ts';
import type { Latest } from './latest.ts';
import type { PackedReadings, Series } from './packed-readings.ts';
import { planRows, type RowPlan } from './plan-rows.ts';

const READINGS: AppendTarget = { table: 'readings', catalog: null };
const STAGED: AppendTarget = { table: 'staged', catalog: 'temp' };

/** What the worker has in memory of the tables, so that a write needs no queries. */
export interface Known {
  readonly latest: Latest;
  readonly keeper: BooksKeeper;
}

/**
 * Writes rows, quality updates, books and cursor in one transaction; `latest` and `keeper` are updated after the
 * commit.
 */
export async function writeRows(
  writer: DuckDBConnection,
  { latest, keeper }: Known,
  { readings, requalified, refused, skipped, nextOffset }: WriteArgument,
): Promise<void> {
  const plan = planRows(readings, latest.newest);
  const judged = lastJudgements(requalified);
  const draft = keeper.draft();
  for (const deviceId of refused) draft.add(deviceId, 'refused');
  for (const { deviceId, count } of skipped) draft.add(deviceId, 'skipped', count);
  await writer.run('BEGIN');
  try {
    if (plan.fresh.length > 0) await appendRows(writer, READINGS, readings, plan.fresh);
    const standing = plan.late.length > 0 ? await insertLate(writer, readings, plan.late) : NOTHING;
    for (const [deviceId, column, count] of outcomesOf(readings, plan, standing)) draft.add(deviceId, column, count);
    if (judged.length > 0) await staged(writer, requalified, judged, (during) => writer.run(replaceQuality(during)));
    await putBooks(writer, keeper, draft.changed());
    await writer.run(`UPDATE progress SET next_offset = ${BigInt(nextOffset)}`);
    await writer.run('COMMIT');
  } catch (error) {
    // The rollback itself may fail, after a failed COMMIT or a fatal error; the first error is the one to report.
    await writer.run('ROLLBACK').catch(() => undefined);
    throw error;
  }
  keeper.accept(draft.changed());
  latest.advance(readings, plan.fresh);
  latest.requalify(requalified);
}

const NOTHING: ReadonlyMap<number, number> = new Map();
const SAME_KEY = `r.device_id = s.device_id AND r.channel = s.channel AND r.observed_at = s.observed_at`;

// `during` limits the time range, so that only row groups around the staged rows are read.
const standingValues = (during: string) =>
  `SELECT s.device_id, s.channel, s.observed_at::DOUBLE, r.value FROM temp.staged s JOIN readings r ON ${SAME_KEY} AND r.observed_at ${during}`;

const insertNewKeys = (during: string) => `
  INSERT INTO readings SELECT s.* FROM temp.staged s
  WHERE NOT EXISTS (FROM readings r WHERE ${SAME_KEY} AND r.observed_at ${during})`;

const replaceQuality = (during: string) => `
  UPDATE readings r SET quality_level = s.quality_level, quality_reasons = s.quality_reasons
  FROM temp.staged s WHERE ${SAME_KEY} AND r.journal_offset = s.journal_offset AND r.observed_at ${during}`;

/** Inserts the rows whose key does not exist; returns the stored values of the others, by row. */
async function insertLate(
  writer: DuckDBConnection,
  packed: PackedReadings,
  late: readonly number[],
): Promise<ReadonlyMap<number, number>> {
  const standing = new Map<number, number>();
  await staged(writer, packed, late, async (during) => {
    const found = (await writer.runAndReadAll(standingValues(during))).getRows() as [string, string, number, number][];
    await writer.run(found.length === 0 ? 'INSERT INTO readings FROM temp.staged' : insertNewKeys(during));
    const values = new Map(found.map(([device, channel, at, value]) => [JSON.stringify([device, channel, at]), value]));
    if (values.size === 0) return;
    for (const row of late) {
      const { deviceId, channel } = packed.series[packed.seriesOf[row] as number] as Series;
      const value = values.get(JSON.stringify([deviceId, channel, packed.observedAt[row]]));
      if (value !== undefined) standing.set(row, value);
    }
  });
  return standing;
}

/**
 * Yields what became of the rows of a write, for the books. Fresh rows are counted per series, because nearly all rows
 * are fresh.
 */
function* outcomesOf(
  packed: PackedReadings,
  { fresh, late, repeats, lateRepeats }: RowPlan,
  standing: ReadonlyMap<number, number>,
): Generator<readonly [deviceId: string, column: ReturnType<typeof outcomeOf>, count: number]> {
  const deviceOf = (row: number) => (packed.series[packed.seriesOf[row] as number] as Series).deviceId;
  const valueAt = (row: number) => packed.value[row] as number;
  const taken = new Uint32Array(packed.series.length);
  for (const row of fresh) {
    const series = packed.seriesOf[row] as number;
    taken[series] = (taken[series] as number) + 1;
  }
  for (const [series, count] of taken.entries()) {
    if (count > 0) yield [(packed.series[series] as Series).deviceId, 'taken', count];
  }
  for (const row of late) yield [deviceOf(row), outcomeOf(standing.get(row), valueAt(row)), 1];
  for (const repeat of repeats) yield [deviceOf(repeat.row), outcomeOf(repeat.standing, valueAt(repeat.row)), 1];
  for (const { row, first } of lateRepeats) {
    yield [deviceOf(row), outcomeOf(standing.get(first) ?? valueAt(first), valueAt(row)), 1];
  }
}

/**
 * Puts rows into a temporary table for the duration of `use`. The table is dropped each time, which frees its memory.
 */
async function staged(
  writer: DuckDBConnection,
  packed: PackedReadings,
  rows: readonly number[],
  use: (during: string) => Promise<unknown>,
): Promise<void> {
  let [earliest, last] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const row of rows) {
    earliest = Math.min(earliest, packed.observedAt[row] as number);
    last = Math.max(last, packed.observedAt[row] as number);
  }
  await writer.run(`CREATE TEMP TABLE staged (${READING_COLUMNS})`);
  await appendRows(writer, STAGED, packed, rows);
  await use(`BETWEEN ${BigInt(earliest)} AND ${BigInt(last)}`);
  await writer.run('DROP TABLE temp.staged');
}

/** The last quality update of each row: with two for one row, the result of an UPDATE would be undefined. */
function lastJudgements(packed: PackedReadings): readonly number[] {
  const last = new Map<string, number>();
  for (let row = 0; row < packed.count; row += 1) {
    const series = packed.series[packed.seriesOf[row] as number];
    const key = JSON.stringify([series?.deviceId, series?.channel, packed.observedAt[row], packed.offset[row]]);
    last.set(key, row);
  }
  return [...last.values()];
}
