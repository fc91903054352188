import type { DeviceMean, DeviceMeansQuery } from '../../model/series-store.ts';
import { byText } from '../ordering.ts';
import { BAD_CODE } from '../quality-code.ts';
import { type RegularRun, regularRuns } from '../regular-runs.ts';
import { anyDevice, during, measurementsOf, partsOf, spanOf } from './conditions.ts';
import { columnsOf, numberAt, queryInfluxql } from './influxql.ts';
import type { InfluxServer } from './server.ts';
import { decodeTag } from './tag-text.ts';

/** Of one device in one bucket: all readings, and those that came sooner after the one before than it stands for. */
interface Sums {
  readonly at: number;
  readonly deviceId: string;
  sum: number;
  count: number;
  soonMillis: number;
  soon: number;
}

/** The means of devices, and how much of each bucket they rest on; so many devices at a time. */
export async function readDeviceMeans(server: InfluxServer, query: DeviceMeansQuery): Promise<readonly DeviceMean[]> {
  const found = new Map<string, Sums>();
  const sumsOf = (at: number, deviceId: string): Sums => {
    const key = JSON.stringify([at, deviceId]);
    const known = found.get(key) ?? { at, deviceId, sum: 0, count: 0, soonMillis: 0, soon: 0 };
    found.set(key, known);
    return known;
  };
  for (const run of regularRuns(query.bounds)) {
    for (const devices of partsOf(query.deviceIds)) {
      const statements = statementsOf(query, run, anyDevice(devices));
      if (statements === null) break;
      for await (const part of queryInfluxql(server, statements)) {
        const deviceId = decodeTag(part.tags['device'] ?? '');
        const column = columnsOf(part, ['time', ...COLUMNS]);
        for (const row of part.values) {
          const at = numberAt(row, column.time);
          if (at === null || at < run.from) continue;
          const sums = sumsOf(at, deviceId);
          for (const name of COLUMNS) sums[name] += numberAt(row, column[name]) ?? 0;
        }
      }
    }
  }
  return [...found.values()]
    .filter(({ count }) => count > 0)
    .map(({ at, deviceId, sum, count, soonMillis, soon }) => {
      const coveredMillis = soonMillis + (count - soon) * query.readingMillis;
      return { at, deviceId, mean: sum / count, count, coveredMillis };
    })
    .sort((a, b) => a.at - b.at || byText(a.deviceId, b.deviceId));
}

const COLUMNS = ['sum', 'count', 'soonMillis', 'soon'] as const;

/** The statements for one run, with buckets before it, too; null where InfluxDB can hold nothing of it. */
function statementsOf(query: DeviceMeansQuery, run: RegularRun, devices: string): string | null {
  const { readingMillis } = query;
  // InfluxDB applies the times of a query to its subquery: both begin with what may stand before the first bucket.
  const span = spanOf({ from: run.from - readingMillis, until: run.until });
  if (span === null) return null;
  const step = run.stepMillis;
  const groups = `GROUP BY time(${step}ms, ${((run.from % step) + step) % step}ms), "device" fill(none)`;
  const time = during(span.first, span.last);
  const rows = `FROM ${measurementsOf(query)} WHERE ${time} AND ${devices} AND "quality" < ${BAD_CODE}`;
  const gaps = `SELECT elapsed("value", 1ms) AS "gap" ${rows} GROUP BY "device"`;
  return `SELECT sum("value") AS "sum", count("value") AS "count" ${rows} ${groups};
    SELECT sum("gap") AS "soonMillis", count("gap") AS "soon" FROM (${gaps})
      WHERE "gap" < ${readingMillis} AND ${time} ${groups}`;
}
