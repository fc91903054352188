import type { AggregateFunction, AggregateQuery, Bucket } from '../../model/series-store.ts';
import { byText } from '../ordering.ts';
import { BAD_CODE } from '../quality-code.ts';
import { anyDevice, during, measurementsOf, partsOf, spanOf, tagConditions } from './conditions.ts';
import { columnsOf, numberAt, queryInfluxql } from './influxql.ts';
import type { InfluxServer } from './server.ts';
import { decodeTag } from './tag-text.ts';

interface Sums {
  readonly at: number;
  readonly group: string;
  count: number;
  result: number;
}

/**
 * Readings that are not bad in buckets of time. InfluxDB answers for each property alone; and for so many devices at a
 * time; what falls into one bucket is joined here.
 */
export async function readAggregate(server: InfluxServer, query: AggregateQuery): Promise<readonly Bucket[]> {
  const span = spanOf(query);
  if (span === null) return [];
  const { join } = FUNCTIONS[query.function];
  const tag = GROUP_TAGS[query.groupBy];
  const { deviceIds } = query;
  const some = deviceIds === undefined ? [''] : partsOf(deviceIds).map((part) => ` AND ${anyDevice(part)}`);
  const buckets = new Map<string, Map<number, Sums>>();
  for (const ofSome of some) {
    for await (const part of queryInfluxql(server, statementOf(query, span, ofSome))) {
      const group = tag === null ? '' : decodeTag(part.tags[tag] ?? '');
      const ofGroup = buckets.get(group) ?? new Map<number, Sums>();
      buckets.set(group, ofGroup);
      const column = columnsOf(part, ['time', 'result', 'rows']);
      for (const row of part.values) {
        const [at, result, count] = [column.time, column.result, column.rows].map((each) => numberAt(row, each));
        if (at == null || result == null || !count) continue;
        const known = ofGroup.get(at);
        if (known === undefined) ofGroup.set(at, { at, group, count, result });
        else {
          known.result = join(known.result, result);
          known.count += count;
        }
      }
    }
  }
  return [...buckets.values()]
    .flatMap((ofGroup) => [...ofGroup.values()])
    .map(({ at, group, count, result }) => ({ at, group, value: resultOf(query.function, result, count), count }))
    .sort((a, b) => a.at - b.at || byText(a.group, b.group));
}

function statementOf(query: AggregateQuery, { first, last }: { first: number; last: number }, ofSome: string): string {
  const { select } = FUNCTIONS[query.function];
  const tag = GROUP_TAGS[query.groupBy];
  const step = Math.ceil(query.stepSeconds * 1000);
  return `SELECT ${select} AS "result", count("value") AS "rows" FROM ${measurementsOf(query)} WHERE ${during(first, last)}${tagConditions(query)}${ofSome} AND "quality" < ${BAD_CODE} GROUP BY time(${step}ms)${tag === null ? '' : `, "${tag}"`} fill(none)`;
}

function resultOf(name: AggregateFunction, result: number, count: number): number {
  if (name === 'count') return count;
  return name === 'mean' ? result / count : result;
}

const add = (a: number, b: number): number => a + b;
const SUM = { select: 'sum("value")', join: add };

// Means are computed from joined sums and counts, because a mean of means would have the wrong weights.
const FUNCTIONS: Readonly<
  Record<AggregateFunction, { readonly select: string; readonly join: (a: number, b: number) => number }>
> = {
  mean: SUM,
  sum: SUM,
  min: { select: 'min("value")', join: Math.min },
  max: { select: 'max("value")', join: Math.max },
  count: { select: 'count("value")', join: add },
};

const GROUP_TAGS: Readonly<Record<AggregateQuery['groupBy'], 'device' | 'zone' | null>> = {
  device: 'device',
  zone: 'zone',
  none: null,
};
