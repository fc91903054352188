import type { AirPlace } from '../../model/air-quality.ts';
import type { Property } from '../../model/property.ts';
import type { SeriesStore } from '../../model/series-store.ts';
import type { HourlyMeans, Span } from './average.ts';

const HOUR_MILLIS = 3_600_000;
/** Maximum number of device-hours in one query: the whole answer is held in memory, in DuckDB about 1 kB for each. */
const MAX_DEVICE_HOURS_PER_QUERY = 50_000;

/** The hours to query; `now` (city time) determines which hours are over. */
export interface HoursAsked extends Span {
  readonly place: AirPlace;
  readonly property: Property;
  /** The devices whose means are averaged with equal weight. */
  readonly deviceIds: ReadonlySet<string>;
  readonly now: number;
}

/**
 * Hourly means of a pollutant in civil hours: the mean of each device, then the mean of the devices. Bad readings do
 * not count. Rejects when the store does not answer.
 */
export async function hourlyMeans(store: Pick<SeriesStore, 'aggregate'>, asked: HoursAsked): Promise<HourlyMeans> {
  const means = new Map<number, number>();
  const step = Math.max(1, Math.floor(MAX_DEVICE_HOURS_PER_QUERY / asked.deviceIds.size)) * HOUR_MILLIS;
  for (let from = asked.from; from < asked.until; from += step) {
    const some = { ...asked, from, until: Math.min(from + step, asked.until) };
    for (const [hour, { sum, count }] of await meansOf(store, some)) means.set(hour, sum / count);
  }
  return (hour) => (hour + HOUR_MILLIS > asked.now ? null : (means.get(hour) ?? null));
}

async function meansOf(store: Pick<SeriesStore, 'aggregate'>, asked: HoursAsked) {
  const { place, property, from, until, deviceIds } = asked;
  const buckets = await store.aggregate({
    ...(place.kind === 'device' ? { deviceId: place.id } : { deviceIds: [...deviceIds] }),
    property,
    function: 'mean',
    bounds: hours(from, until),
    groupBy: 'device',
  });
  const means = new Map<number, { sum: number; count: number }>();
  for (const { at, group, value } of buckets) {
    if (!deviceIds.has(group)) continue;
    const known = means.get(at) ?? { sum: 0, count: 0 };
    means.set(at, { sum: known.sum + value, count: known.count + 1 });
  }
  return means;
}

/** Bounds of the hours from `from` on. */
function hours(from: number, until: number): readonly number[] {
  const count = Math.ceil((until - from) / HOUR_MILLIS);
  return Array.from({ length: count + 1 }, (_, hour) => Math.min(from + hour * HOUR_MILLIS, until));
}
