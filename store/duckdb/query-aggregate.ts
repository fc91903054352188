import type { DuckDBConnection } from '@duckdb/node-api';
import type { AggregateFunction, MeanKind } from '../../model/property-kind.ts';
import type { AggregateQuery, Bucket } from '../../model/series-store.ts';
import { meanScaleOf } from '../mean-scale.ts';
import { BAD_CODE, REPEAT_BIT } from '../quality-code.ts';
import { regularRuns } from '../regular-runs.ts';
import { bucketStart } from './bucket-start.ts';
import { conditionsOf } from './conditions.ts';

/** Readings that are not bad, in buckets of time. */
export async function queryAggregate(connection: DuckDBConnection, query: AggregateQuery): Promise<readonly Bucket[]> {
  const runs = regularRuns(query.bounds);
  const [first, last] = [runs[0], runs.at(-1)];
  if (first === undefined || last === undefined) return [];
  const { where, values } = conditionsOf({ ...query, from: first.from, until: last.until });
  const rows = `
    SELECT ${bucketStart(runs)} AS bucket_at,
      ${GROUPS[query.groupBy]} AS bucket_group, device_id, channel, readings.observed_at AS moment, value,
      (quality_reasons & ${REPEAT_BIT}) <> 0 AS is_repeat
    FROM readings WHERE ${where} AND quality_level <> ${BAD_CODE}`;
  const { function: name, property } = query;
  const scale = meanScaleOf(MEANS.has(name) ? property : undefined);
  const columns = name === 'sum' ? SUM_COLUMNS : COLUMNS[scale.kind];
  const sql = name === 'timeMean' ? timeMeans(rows, columns) : reduced(rows, FUNCTIONS[name], columns);
  const found = (await connection.runAndReadAll(sql, values)).getRows() as Row[];
  return found.flatMap(([at, group, count, first, second]) => {
    if (name === 'sum') {
      const repeats = second === null ? {} : { ofPossibleRepeats: second };
      return [{ at, group, value: first, ...repeats, count }];
    }
    const value = scale.toValue([first, second ?? 0]);
    return value === null ? [] : [{ at, group, value, count }];
  });
}

type Row = [at: number, group: string, count: number, first: number, second: number | null];

const MEANS: ReadonlySet<string> = new Set(['mean', 'timeMean']);
const NONE = 'NULL::DOUBLE';
/** What is aggregated: the vectors of `MeanScale`. */
const COLUMNS = {
  arithmetic: ['value', NONE],
  circular: ['sin(radians(value))', 'cos(radians(value))'],
  energetic: ['pow(10, value / 10)', NONE],
} as const satisfies Readonly<Record<MeanKind, readonly [string, string]>>;
/** Of a sum: all values, and those of possible repeats; no sum where there are none. */
const SUM_COLUMNS: Columns = ['value', 'if(is_repeat, value, NULL)'];
type Columns = readonly [first: string, second: string];

const reduced = (rows: string, aggregate: (column: string) => string, [first, second]: Columns): string => `
  WITH placed AS (${rows})
  SELECT bucket_at::DOUBLE, bucket_group, count(*)::DOUBLE, (${aggregate(first)})::DOUBLE, ${second === NONE ? second : aggregate(second)}
  FROM placed GROUP BY bucket_at, bucket_group ORDER BY bucket_at, bucket_group`;

/** A single reading in a bucket has no time on either side. */
const meanOf = (column: string): string =>
  `if(count(*) = 1, any_value(${column}), fsum(${column} * millis) / fsum(millis))`;

/** As `createTimeMeans` (store/time-means.ts) computes it: the mean over time, then of channels, then of devices. */
const timeMeans = (rows: string, [first, second]: Columns): string => `
  WITH placed AS (${rows}),
  weighed AS (
    SELECT *, (coalesce(lead(moment) OVER own, moment) - coalesce(lag(moment) OVER own, moment)) / 2.0 AS millis
    FROM placed WINDOW own AS (PARTITION BY bucket_at, bucket_group, device_id, channel ORDER BY moment)
  ),
  of_channels AS (
    SELECT bucket_at, bucket_group, device_id, count(*) AS number,
      ${meanOf(first)} AS one, ${meanOf(second)} AS two
    FROM weighed GROUP BY bucket_at, bucket_group, device_id, channel
  ),
  of_devices AS (
    SELECT bucket_at, bucket_group, sum(number) AS number, fsum(one) / count(*) AS one, fsum(two) / count(*) AS two
    FROM of_channels GROUP BY bucket_at, bucket_group, device_id
  )
  SELECT bucket_at::DOUBLE, bucket_group, sum(number)::DOUBLE, fsum(one) / count(*), fsum(two) / count(*)
  FROM of_devices GROUP BY bucket_at, bucket_group ORDER BY bucket_at, bucket_group`;

const GROUPS: Readonly<Record<AggregateQuery['groupBy'], string>> = {
  device: 'device_id',
  zone: "coalesce(zone_id, '')",
  none: "''",
};

const FUNCTIONS: Readonly<Record<AggregateFunction, (column: string) => string>> = {
  mean: (column) => `fsum(${column}) / count(*)`,
  min: (column) => `min(${column})`,
  max: (column) => `max(${column})`,
  sum: (column) => `fsum(${column})`,
  count: () => 'count(*)',
};
