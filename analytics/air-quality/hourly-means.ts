import type { AirPlace } from '../../model/air-quality.ts';
import type { Property } from '../../model/property.ts';
import type { SeriesStore } from '../../model/series-store.ts';
import { utcOffsetMillis } from '../civil-time.ts';
import type { HourlyMeans, Span } from './average.ts';

const HOUR_SECONDS = 3600;
const HOUR_MILLIS = HOUR_SECONDS * 1000;
/** Maximum number of device-hours in one query: the whole answer is held in memory, in DuckDB about 1 kB for each. */
const MAX_DEVICE_HOURS_PER_QUERY = 50_000;

/** The hours to query; `now` (city time) determines which hours are over. */
export interface HoursAsked extends Span {
  readonly place: AirPlace;
  readonly property: Property;
  /** The devices whose means are averaged with equal weight. */
  readonly deviceIds: ReadonlySet<string>;
  readonly timeZone: string;
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
    from,
    until,
    function: 'mean',
    stepSeconds: stepSeconds(asked),
    groupBy: 'device',
  });
  const sums = new Map<string, { sum: number; count: number }>();
  for (const { at, group, value, count } of buckets) {
    if (!deviceIds.has(group)) continue;
    const hour = from + Math.floor((at - from) / HOUR_MILLIS) * HOUR_MILLIS;
    const key = `${hour} ${group}`;
    const known = sums.get(key) ?? { sum: 0, count: 0 };
    sums.set(key, { sum: known.sum + value * count, count: known.count + count });
  }
  const means = new Map<number, { sum: number; count: number }>();
  for (const [key, { sum, count }] of sums) {
    const hour = Number(key.slice(0, key.indexOf(' ')));
    const known = means.get(hour) ?? { sum: 0, count: 0 };
    means.set(hour, { sum: known.sum + sum / count, count: known.count + 1 });
  }
  return means;
}

/**
 * Buckets of the store are aligned to UTC: in a time zone whose offset is not a whole hour, civil hours are combined
 * from half or quarter hours.
 */
function stepSeconds({ from, timeZone }: HoursAsked): number {
  const remainder = Math.abs(utcOffsetMillis(from, timeZone) / 1000) % HOUR_SECONDS;
  return remainder === 0 ? HOUR_SECONDS : remainder === HOUR_SECONDS / 2 ? HOUR_SECONDS / 2 : HOUR_SECONDS / 4;
}
