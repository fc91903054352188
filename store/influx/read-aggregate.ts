import type { AggregateFunction, MeanKind } from '../../model/property-kind.ts';
import type { AggregateQuery, Bucket } from '../../model/series-store.ts';
import { meanScaleOf } from '../mean-scale.ts';
import { byText } from '../ordering.ts';
import { BAD_CODE, REPEAT_RANGES } from '../quality-code.ts';
import { type RegularRun, regularRuns } from '../regular-runs.ts';
import { anyDevice, asksForNone, during, measurementsOf, partsOf, spanOf, tagConditions } from './conditions.ts';
import { columnsOf, numberAt, queryInfluxql } from './influxql.ts';
import { readTimeMeans } from './read-time-means.ts';
import type { InfluxServer } from './server.ts';
import { decodeTag } from './tag-text.ts';

interface Sums {
  readonly at: number;
  readonly group: string;
  count: number;
  result: number;
  /** Of directions: `result` has the sum of sines, this one the sum of cosines. */
  cosines: number;
  /** Of a sum: the part of possible repeats; null: there are none. */
  repeats: number | null;
}

/**
 * Readings that are not bad in buckets of time. InfluxDB answers for each property alone, for each regular run of
 * buckets, and for so many devices at a time; what falls into one bucket is joined here.
 */
export async function readAggregate(server: InfluxServer, query: AggregateQuery): Promise<readonly Bucket[]> {
  if (asksForNone(query)) return [];
  const { function: name } = query;
  const tag = GROUP_TAGS[query.groupBy];
  const { deviceIds } = query;
  const some = deviceIds === undefined ? [''] : partsOf(deviceIds).map((part) => ` AND ${anyDevice(part)}`);
  if (name === 'timeMean') return await readTimeMeans(server, query, some);
  const { join } = FUNCTIONS[name];
  const scale = meanScaleOf(query.property);
  const buckets = new Map<string, Map<number, Sums>>();
  for (const ofSome of some) {
    const statements = regularRuns(query.bounds).flatMap((run) => statementOf(name, query, run, ofSome));
    if (statements.length === 0) break;
    for await (const part of queryInfluxql(server, statements.join('; '))) {
      const group = tag === null ? '' : decodeTag(part.tags[tag] ?? '');
      const ofGroup = buckets.get(group) ?? new Map<number, Sums>();
      buckets.set(group, ofGroup);
      const column = columnsOf(part, ['time', 'result', 'rows', 'cosines', 'repeats']);
      for (const row of part.values) {
        const [at, result, count] = [column.time, column.result, column.rows].map((each) => numberAt(row, each));
        const repeats = numberAt(row, column.repeats);
        const counted = at == null ? undefined : ofGroup.get(at);
        // The statement for repeats follows the one in which they are counted too.
        if (repeats !== null && counted !== undefined) counted.repeats = (counted.repeats ?? 0) + repeats;
        if (at == null || result == null || !count) continue;
        const cosines = numberAt(row, column.cosines) ?? 0;
        const known = ofGroup.get(at);
        if (known === undefined) ofGroup.set(at, { at, group, count, result, cosines, repeats });
        else {
          known.result = join(known.result, result);
          known.count += count;
          known.cosines += cosines;
        }
      }
    }
  }
  return [...buckets.values()]
    .flatMap((ofGroup) => [...ofGroup.values()])
    .flatMap(({ at, group, count, result, cosines, repeats }) => {
      const value = name === 'mean' ? scale.toValue([result / count, cosines / count]) : result;
      if (value === null) return [];
      return [repeats === null ? { at, group, value, count } : { at, group, value, ofPossibleRepeats: repeats, count }];
    })
    .sort((a, b) => a.at - b.at || byText(a.group, b.group));
}

/** The statements for one run; none where InfluxDB can hold nothing of it. */
function statementOf(
  name: AggregateFunction,
  query: AggregateQuery,
  run: RegularRun,
  ofSome: string,
): readonly string[] {
  const span = spanOf(run);
  if (span === null) return [];
  const step = run.stepMillis;
  const offset = ((run.from % step) + step) % step;
  const tag = GROUP_TAGS[query.groupBy];
  const time = during(span.first, span.last);
  const rows = `FROM ${measurementsOf(query)} WHERE ${time}${tagConditions(query)}${ofSome} AND "quality" < ${BAD_CODE}`;
  const groups = `GROUP BY time(${step}ms, ${offset}ms)${tag === null ? '' : `, "${tag}"`} fill(none)`;
  const vector = VECTORS[name === 'mean' ? meanScaleOf(query.property).kind : 'arithmetic'];
  if (vector !== null) return [`SELECT ${vector.sums} FROM (SELECT ${vector.parts} ${rows}) WHERE ${time} ${groups}`];
  const statement = `SELECT ${FUNCTIONS[name].select} AS "result", count("value") AS "rows" ${rows} ${groups}`;
  return name === 'sum'
    ? [statement, `SELECT sum("value") AS "repeats" ${rows} AND ${IS_REPEAT} ${groups}`]
    : [statement];
}

/** By ranges, because not all versions of InfluxDB know operators on bits. */
const IS_REPEAT = `(${REPEAT_RANGES.map(([from, until]) => `"reasons" >= ${from} AND "reasons" < ${until}`).join(' OR ')})`;

const RADIANS = Math.PI / 180;
/** Where numbers are not averaged as they are: the parts of a reading's vector, and their sums. */
const VECTORS: Readonly<Record<MeanKind, { readonly parts: string; readonly sums: string } | null>> = {
  arithmetic: null,
  circular: {
    parts: `sin("value" * ${RADIANS}) AS "sine", cos("value" * ${RADIANS}) AS "cosine"`,
    sums: 'sum("sine") AS "result", sum("cosine") AS "cosines", count("sine") AS "rows"',
  },
  energetic: {
    parts: `exp("value" * ${Math.LN10 / 10}) AS "energy"`,
    sums: 'sum("energy") AS "result", count("energy") AS "rows"',
  },
};

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
