import type { DuckDBConnection } from '@duckdb/node-api';
import type { RangeQuery } from '../../model/series-store.ts';
import type { StoreCalls } from './calls.ts';
import { conditionsOf, wholeNumber } from './conditions.ts';
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
