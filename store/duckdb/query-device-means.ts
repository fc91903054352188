import type { DuckDBConnection } from '@duckdb/node-api';
import type { DeviceMean, DeviceMeansQuery } from '../../model/series-store.ts';
import { BAD_CODE } from '../quality-code.ts';
import { regularRuns } from '../regular-runs.ts';
import { bucketStart } from './bucket-start.ts';
import { conditionsOf, wholeNumber } from './conditions.ts';

/** The means of devices, and how much of each bucket they rest on. */
export async function queryDeviceMeans(
  connection: DuckDBConnection,
  { bounds, readingMillis, property, deviceIds }: DeviceMeansQuery,
): Promise<readonly DeviceMean[]> {
  const runs = regularRuns(bounds);
  const [first, last] = [runs[0], runs.at(-1)];
  if (first === undefined || last === undefined) return [];
  // An earlier reading than this covers nothing of the first bucket.
  const from = first.from - readingMillis;
  const { where, values } = conditionsOf({ property, deviceIds, from, until: last.until });
  const covered = wholeNumber(readingMillis);
  const sql = `
    WITH placed AS (
      SELECT ${bucketStart(runs)} AS bucket_at, device_id, readings.observed_at AS moment, value,
        lag(readings.observed_at) OVER (PARTITION BY device_id ORDER BY readings.observed_at) AS before
      FROM readings WHERE ${where} AND quality_level <> ${BAD_CODE}
    )
    SELECT bucket_at::DOUBLE, device_id, fsum(value) / count(*), count(*)::DOUBLE,
      sum(least(moment - coalesce(before, moment - ${covered}), ${covered}))::DOUBLE
    FROM placed WHERE moment >= ${wholeNumber(first.from)}
    GROUP BY bucket_at, device_id ORDER BY bucket_at, device_id`;
  const rows = (await connection.runAndReadAll(sql, values)).getRows() as Row[];
  return rows.map(([at, deviceId, mean, count, coveredMillis]) => ({ at, deviceId, mean, count, coveredMillis }));
}

type Row = [at: number, deviceId: string, mean: number, count: number, coveredMillis: number];
