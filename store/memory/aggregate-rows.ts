import type { AggregateFunction } from '../../model/property-kind.ts';
import type { Reading } from '../../model/reading.ts';
import type { AggregateQuery, Bucket } from '../../model/series-store.ts';
import { meanScaleOf } from '../mean-scale.ts';
import { byText } from '../ordering.ts';
import { createTimeMeans } from '../time-means.ts';

/** Puts rows (in order of time) into buckets; `bad` ones do not count, and a bucket without rows does not exist. */
export function aggregateRows(rows: readonly Reading[], query: AggregateQuery): readonly Bucket[] {
  const counted = rows.filter(({ quality }) => quality.level !== 'bad');
  return query.function === 'timeMean' ? timeMeans(counted, query) : reduced(counted, query.function, query);
}

function reduced(rows: readonly Reading[], name: AggregateFunction, query: AggregateQuery): readonly Bucket[] {
  const buckets = new Map<string, { at: number; group: string; values: number[]; repeats: number[] }>();
  for (const row of rows) {
    const at = query.bounds.findLast((bound) => bound <= row.observedAt);
    if (at === undefined || at === query.bounds.at(-1)) continue;
    const group = groupOf(row, query.groupBy);
    const key = JSON.stringify([at, group]);
    const bucket = buckets.get(key) ?? { at, group, values: [], repeats: [] };
    bucket.values.push(row.value);
    if (row.quality.reasons.includes('possible-repeat')) bucket.repeats.push(row.value);
    buckets.set(key, bucket);
  }
  const reduce = name === 'mean' ? meanOf(query) : REDUCE[name];
  return [...buckets.values()]
    .flatMap(({ at, group, values, repeats }) => {
      const value = reduce(values);
      if (value === null) return [];
      const bucket = { at, group, value, count: values.length };
      return name === 'sum' && repeats.length > 0 ? [{ ...bucket, ofPossibleRepeats: sumOf(repeats) }] : [bucket];
    })
    .sort((a, b) => a.at - b.at || byText(a.group, b.group));
}

function timeMeans(rows: readonly Reading[], query: AggregateQuery): readonly Bucket[] {
  const { groupBy } = query;
  const means = createTimeMeans(query);
  const series = Map.groupBy(rows, (row) => JSON.stringify([groupOf(row, groupBy), row.deviceId, row.channel]));
  for (const ofSeries of series.values()) {
    const [first] = ofSeries;
    if (first === undefined) continue;
    means.begin({ deviceId: first.deviceId, channel: first.channel, group: groupOf(first, groupBy) });
    for (const { observedAt, value } of ofSeries) means.add(observedAt, value);
  }
  return means.buckets();
}

function groupOf(row: Reading, groupBy: AggregateQuery['groupBy']): string {
  if (groupBy === 'device') return row.deviceId;
  return groupBy === 'zone' ? (row.zoneId ?? '') : '';
}

const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

function meanOf({ property }: AggregateQuery): (values: readonly number[]) => number | null {
  const { toVector, toValue } = meanScaleOf(property);
  return (values) => {
    const vectors = values.map(toVector);
    const [first, second] = [sumOf(vectors.map(([one]) => one)), sumOf(vectors.map(([, two]) => two))];
    return toValue([first / values.length, second / values.length]);
  };
}

const REDUCE: Readonly<Record<Exclude<AggregateFunction, 'mean'>, (values: readonly number[]) => number>> = {
  min: (values) => values.reduce((least, value) => Math.min(least, value)),
  max: (values) => values.reduce((most, value) => Math.max(most, value)),
  sum: sumOf,
  count: (values) => values.length,
};
