import type { AggregateQuery, Bucket } from '../../model/series-store.ts';
import { BAD_CODE } from '../quality-code.ts';
import { createTimeMeans } from '../time-means.ts';
import { during, measurementsOf, spanOf, tagConditions } from './conditions.ts';
import { columnsOf, numberAt, queryInfluxql } from './influxql.ts';
import type { InfluxServer } from './server.ts';
import { decodeTag } from './tag-text.ts';

/**
 * Means over time. InfluxQL has no arithmetic with times, and `integral()` counts the time of an empty bucket in the
 * next one: the values themselves are read, in parts, and weighed here. `some` is one condition for each part of the
 * devices.
 */
export async function readTimeMeans(
  server: InfluxServer,
  query: AggregateQuery,
  some: readonly string[],
): Promise<readonly Bucket[]> {
  const [from, until] = [query.bounds[0], query.bounds.at(-1)];
  const span = from === undefined || until === undefined ? null : spanOf({ from, until });
  if (span === null) return [];
  const means = createTimeMeans(query);
  const tags = query.groupBy === 'zone' ? '"device", "channel", "zone"' : '"device", "channel"';
  for (const ofSome of some) {
    const where = `${during(span.first, span.last)}${tagConditions(query)}${ofSome} AND "quality" < ${BAD_CODE}`;
    const statement = `SELECT "value" FROM ${measurementsOf(query)} WHERE ${where} GROUP BY ${tags} ORDER BY time ASC`;
    let current = '';
    for await (const { name, tags: of, columns, values } of queryInfluxql(server, statement)) {
      const [device, channel, zone] = [of['device'] ?? '', of['channel'] ?? '', of['zone'] ?? ''];
      // A long series comes in several parts, one after another.
      const series = JSON.stringify([name, device, channel, zone]);
      if (series !== current) {
        current = series;
        means.begin({
          deviceId: decodeTag(device),
          channel: decodeTag(channel),
          group: { device: decodeTag(device), zone: decodeTag(zone), none: '' }[query.groupBy],
        });
      }
      const column = columnsOf({ name, tags: of, columns, values }, ['time', 'value']);
      for (const row of values) {
        const [at, value] = [numberAt(row, column.time), numberAt(row, column.value)];
        if (at !== null && value !== null) means.add(at, value);
      }
    }
  }
  return means.buckets();
}
