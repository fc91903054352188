import type { Reading } from '../../model/reading.ts';
import type { DeviceMean, DeviceMeansQuery } from '../../model/series-store.ts';
import { byText } from '../ordering.ts';

/** The means of devices, and how much of each bucket they rest on; `rows` in order of time, of the query's property. */
export function deviceMeans(rows: readonly Reading[], query: DeviceMeansQuery): readonly DeviceMean[] {
  const { bounds, readingMillis } = query;
  const means: DeviceMean[] = [];
  const good = rows.filter(({ quality, deviceId }) => quality.level !== 'bad' && query.deviceIds.includes(deviceId));
  for (const [deviceId, ofDevice] of Map.groupBy(good, (row) => row.deviceId)) {
    const covered = ofDevice.map(({ observedAt }, index) => {
      const before = ofDevice[index - 1]?.observedAt ?? Number.NEGATIVE_INFINITY;
      return { observedAt, millis: Math.min(observedAt - before, readingMillis), value: ofDevice[index]?.value ?? 0 };
    });
    const buckets = Map.groupBy(covered, ({ observedAt }) => bounds.findLast((bound) => bound <= observedAt));
    for (const [at, inside] of buckets) {
      if (at === undefined || at === bounds.at(-1)) continue;
      const mean = inside.reduce((sum, { value }) => sum + value, 0) / inside.length;
      const coveredMillis = inside.reduce((sum, { millis }) => sum + millis, 0);
      means.push({ at, deviceId, mean, count: inside.length, coveredMillis });
    }
  }
  return means.sort((a, b) => a.at - b.at || byText(a.deviceId, b.deviceId));
}
