import type { AggregateQuery, Bucket } from '../model/series-store.ts';
import { meanScaleOf, type Vector } from './mean-scale.ts';
import { byText } from './ordering.ts';

/** The series whose values are added, and the group that its device counts in. */
export interface MeanSeries {
  readonly deviceId: string;
  readonly channel: string;
  readonly group: string;
}

/** Collects the function `timeMean` (model/series-store.ts) of any number of series, one after another. */
export interface TimeMeans {
  /** Begins a series; its values follow with `add`, in order of time. */
  begin(series: MeanSeries): void;
  add(observedAt: number, value: number): void;
  /** Buckets with values, by time and group. To be called once, at the end. */
  buckets(): readonly Bucket[];
}

/** One channel in one bucket, while its values come; times in milliseconds. */
interface Stretch {
  readonly bucket: number;
  readonly from: number;
  readonly until: number;
  readonly firstAt: number;
  lastAt: number;
  lastValue: Vector;
  /** Area below the line through the values, value × milliseconds. */
  area: Vector;
  count: number;
}

/** Creates the collection for a query; means are those of the property's scale. */
export function createTimeMeans({ bounds, property }: Pick<AggregateQuery, 'bounds' | 'property'>): TimeMeans {
  const { toVector, toValue } = meanScaleOf(property);
  const devices = new Map<string, { readonly at: number; readonly group: string; means: Vector[]; count: number }>();
  let series: MeanSeries | null = null;
  let stretch: Stretch | null = null;

  function endStretch(): void {
    if (stretch === null || series === null) return;
    const { bucket, from, firstAt, lastAt, lastValue, area, count } = stretch;
    const { deviceId, group } = series;
    const key = JSON.stringify([bucket, group, deviceId]);
    const known = devices.get(key) ?? { at: from, group, means: [], count: 0 };
    known.means.push(count === 1 ? lastValue : divided(area, lastAt - firstAt));
    known.count += count;
    devices.set(key, known);
    stretch = null;
  }

  return {
    begin(next) {
      endStretch();
      series = next;
    },
    add(observedAt, number) {
      const value = toVector(number);
      if (stretch !== null && observedAt >= stretch.until) endStretch();
      if (stretch === null) {
        const bucket = bucketOf(bounds, observedAt);
        const [from, until] = [bounds[bucket], bounds[bucket + 1]];
        if (from === undefined || until === undefined) return;
        const [firstAt, lastAt] = [observedAt, observedAt];
        stretch = { bucket, from, until, firstAt, lastAt, lastValue: value, area: [0, 0], count: 1 };
        return;
      }
      const half = (observedAt - stretch.lastAt) / 2;
      stretch.area = added(added(stretch.area, stretch.lastValue, half), value, half);
      stretch.lastAt = observedAt;
      stretch.lastValue = value;
      stretch.count += 1;
    },
    buckets() {
      endStretch();
      const groups = Map.groupBy(devices.values(), ({ at, group }) => JSON.stringify([at, group]));
      return [...groups.values()]
        .flatMap((ofGroup) => {
          const [first] = ofGroup;
          if (first === undefined) return [];
          const value = toValue(meanOf(ofGroup.map(({ means }) => meanOf(means))));
          const count = ofGroup.reduce((sum, each) => sum + each.count, 0);
          return value === null ? [] : [{ at: first.at, group: first.group, value, count }];
        })
        .sort((a, b) => a.at - b.at || byText(a.group, b.group));
    },
  };
}

const added = (sum: Vector, [first, second]: Vector, weight: number): Vector => [
  sum[0] + first * weight,
  sum[1] + second * weight,
];

const divided = ([first, second]: Vector, by: number): Vector => [first / by, second / by];

const meanOf = (vectors: readonly Vector[]): Vector =>
  divided(
    vectors.reduce<Vector>((sum, each) => added(sum, each, 1), [0, 0]),
    vectors.length,
  );

/** Number of the bucket that an instant lies in; -1 before the first, the number of the last bound behind it. */
function bucketOf(bounds: readonly number[], at: number): number {
  let [low, high] = [0, bounds.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((bounds[middle] ?? 0) <= at) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
