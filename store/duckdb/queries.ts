import { type DuckDBConnection, type DuckDBValue, listValue } from '@duckdb/node-api';
import type { AggregateFunction } from '../../model/property-kind.ts';
import type { AggregateQuery, Bucket, RangeQuery } from '../../model/series-store.ts';
import { isMeanDirection, meanDirection } from '../mean-direction.ts';
import { BAD_CODE } from '../quality-code.ts';
import type { StoreCalls } from './calls.ts';
import type { PackedReadings } from './packed-readings.ts';
import { readPacked } from './read-packed.ts';

/** Readings in a time range, ordered by observedAt, device and channel. */
export function queryRange(connection: DuckDBConnection, query: RangeQuery): Promise<PackedReadings> {
  const { where, values } = conditionsOf(query);
  const sql = `
    SELECT device_id, channel, property, zone_id, observed_at::DOUBLE, received_at::DOUBLE, value,
      quality_level, quality_reasons, journal_offset::DOUBLE
    FROM readings WHERE ${where} ORDER BY readings.observed_at, device_id, channel LIMIT ${wholeNumber(query.limit)}`;
  return readPacked(connection, sql, values);
}

/** Aggregates readings that are not bad in time buckets. */
export async function queryAggregate(connection: DuckDBConnection, query: AggregateQuery): Promise<readonly Bucket[]> {
  const { where, values } = conditionsOf(query);
  const step = wholeNumber(query.stepSeconds * 1000);
  const { deviceIds } = query;
  // DuckDB cannot infer the element type of an empty list.
  if (deviceIds?.length === 0) return [];
  const ofDevices = deviceIds === undefined ? '' : ' AND device_id IN (SELECT unnest($device_ids::VARCHAR[]))';
  const isDirection = isMeanDirection(query);
  // The remainder of a negative number is negative; it is taken twice so that buckets before 1970 are aligned as well.
  const sql = `
    SELECT (observed_at - ((observed_at % ${step}) + ${step}) % ${step})::DOUBLE AS bucket_at, ${GROUPS[query.groupBy]} AS bucket_group,
      ${isDirection ? SINES : FUNCTIONS[query.function]}::DOUBLE AS result, count(*)::DOUBLE AS row_count,
      ${isDirection ? COSINES : 'NULL'}::DOUBLE AS cosines
    FROM readings WHERE ${where}${ofDevices} AND quality_level <> ${BAD_CODE}
    GROUP BY ALL ORDER BY bucket_at, bucket_group`;
  const given = deviceIds === undefined ? values : { ...values, device_ids: listValue(deviceIds) };
  const rows = (await connection.runAndReadAll(sql, given)).getRows() as Row[];
  return rows.flatMap(([at, group, result, count, cosines]) => {
    const value = cosines === null ? result : meanDirection(result, cosines);
    return value === null ? [] : [{ at, group, value, count }];
  });
}

type Row = [at: number, group: string, result: number, count: number, cosines: number | null];

const SINES = 'fsum(sin(radians(value)))';
const COSINES = 'fsum(cos(radians(value)))';

/**
 * Number and sum of all readings per series. The sum is a compensated one (`fsum`), because balances are compared with
 * it.
 */
export async function queryCatalogue(connection: DuckDBConnection): Promise<StoreCalls['catalogue'][1]> {
  const result = await connection.runAndReadAll(`
    SELECT device_id AS "deviceId", channel, property, count(*)::DOUBLE AS count, fsum(value) AS sum
    FROM readings GROUP BY ALL ORDER BY 1, 2, 3`);
  return result.getRowObjects() as unknown as StoreCalls['catalogue'][1];
}

const GROUPS: Readonly<Record<AggregateQuery['groupBy'], string>> = {
  device: 'device_id',
  zone: "coalesce(zone_id, '')",
  none: "''",
};

const FUNCTIONS: Readonly<Record<AggregateFunction, string>> = {
  mean: 'fsum(value) / count(*)',
  min: 'min(value)',
  max: 'max(value)',
  sum: 'fsum(value)',
  count: 'count(*)',
};

function conditionsOf(query: Omit<RangeQuery, 'limit'>): { where: string; values: Record<string, DuckDBValue> } {
  // Times are literals in the statement, so that DuckDB can skip row groups outside of them.
  const conditions = [
    `readings.observed_at >= ${wholeNumber(query.from)}`,
    `readings.observed_at < ${wholeNumber(query.until)}`,
  ];
  const values: Record<string, DuckDBValue> = {};
  const { deviceId, channel, property, zoneId } = query;
  for (const [column, value] of Object.entries({ device_id: deviceId, channel, property, zone_id: zoneId })) {
    if (value === undefined) continue;
    conditions.push(`${column} = $${column}`);
    values[column] = value;
  }
  return { where: conditions.join(' AND '), values };
}

/** For whole numbers x: x >= from is x >= ceil(from), and x < until is x < ceil(until). */
function wholeNumber(value: number): string {
  if (Number.isNaN(value)) throw new RangeError('a query needs numbers, found NaN');
  const clamped = Math.min(Math.max(Math.ceil(value), Number.MIN_SAFE_INTEGER), Number.MAX_SAFE_INTEGER);
  return BigInt(clamped).toString();
}
