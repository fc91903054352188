import { type DuckDBValue, listValue } from '@duckdb/node-api';
import type { AggregateQuery, RangeQuery } from '../../model/series-store.ts';

/** What selects rows: a range, or the devices of an aggregate. */
type Selection = Omit<RangeQuery, 'limit'> & Pick<AggregateQuery, 'deviceIds'>;

/** The WHERE clause of a query, and the values of its parameters. */
export function conditionsOf(query: Selection): { where: string; values: Record<string, DuckDBValue> } {
  // Times stand in the text as whole numbers, so that blocks outside them are not even read.
  const conditions = [
    `readings.observed_at >= ${wholeNumber(query.from)}`,
    `readings.observed_at < ${wholeNumber(query.until)}`,
  ];
  const values: Record<string, DuckDBValue> = {};
  const { deviceId, channel, property, zoneIds, deviceIds, after } = query;
  for (const [column, value] of Object.entries({ device_id: deviceId, channel, property })) {
    if (value === undefined) continue;
    conditions.push(`${column} = $${column}`);
    values[column] = value;
  }
  for (const [column, names] of Object.entries({ zone_id: zoneIds, device_id: deviceIds })) {
    if (names === undefined) continue;
    // DuckDB cannot tell what an empty list is a list of.
    if (names.length === 0) conditions.push('FALSE');
    else {
      conditions.push(`${column} IN (SELECT unnest($${column}s::VARCHAR[]))`);
      values[`${column}s`] = listValue(names);
    }
  }
  if (after !== undefined) {
    const at = wholeNumber(after.observedAt);
    const isBehind = `readings.observed_at > ${at} OR (device_id, channel) > ($after_device, $after_channel)`;
    conditions.push(`readings.observed_at >= ${at} AND (${isBehind})`);
    values['after_device'] = after.deviceId;
    values['after_channel'] = after.channel;
  }
  return { where: conditions.join(' AND '), values };
}

/** For whole numbers x: x >= from is x >= ceil(from), and x < until is x < ceil(until). */
export function wholeNumber(value: number): string {
  if (Number.isNaN(value)) throw new RangeError('a query needs numbers, found NaN');
  const clamped = Math.min(Math.max(Math.ceil(value), Number.MIN_SAFE_INTEGER), Number.MAX_SAFE_INTEGER);
  return BigInt(clamped).toString();
}
