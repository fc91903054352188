import type { AggregateFunction } from '../../model/property-kind.ts';
import type { Reading } from '../../model/reading.ts';
import type { AggregateQuery, Bucket } from '../../model/series-store.ts';
import { isMeanDirection, meanDirection } from '../mean-direction.ts';
import { byText } from '../ordering.ts';

/** Puts rows (in order of time) into buckets; `bad` ones do not count, and a bucket without rows does not exist. */
export function aggregateRows(rows: readonly Reading[], query: AggregateQuery): Bucket[] {
  const stepMillis = query.stepSeconds * 1000;
  const buckets = new Map<string, { at: number; group: string; values: number[] }>();
  for (const row of rows) {
    if (row.quality.level === 'bad') continue;
    const at = Math.floor(row.observedAt / stepMillis) * stepMillis;
    const group = groupOf(row, query.groupBy);
    const key = JSON.stringify([at, group]);
    const bucket = buckets.get(key) ?? { at, group, values: [] };
    bucket.values.push(row.value);
    buckets.set(key, bucket);
  }
  const reduce = isMeanDirection(query) ? meanOfDirections : REDUCE[query.function];
  return [...buckets.values()]
    .flatMap(({ at, group, values }) => {
      const value = reduce(values);
      return value === null ? [] : [{ at, group, value, count: values.length }];
    })
    .sort((a, b) => a.at - b.at || byText(a.group, b.group));
}

function groupOf(row: Reading, groupBy: AggregateQuery['groupBy']): string {
  if (groupBy === 'device') return row.deviceId;
  return groupBy === 'zone' ? (row.zoneId ?? '') : '';
}

const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

const meanOfDirections = (values: readonly number[]): number | null =>
  meanDirection(
    sumOf(values.map((degrees) => Math.sin((degrees * Math.PI) / 180))),
    sumOf(values.map((degrees) => Math.cos((degrees * Math.PI) / 180))),
  );

const REDUCE: Readonly<Record<AggregateFunction, (values: readonly number[]) => number>> = {
  mean: (values) => sumOf(values) / values.length,
  min: (values) => values.reduce((least, value) => Math.min(least, value)),
  max: (values) => values.reduce((most, value) => Math.max(most, value)),
  sum: sumOf,
  count: (values) => values.length,
};
