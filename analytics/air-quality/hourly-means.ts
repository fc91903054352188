import type { AirPlace } from '../../model/air-quality.ts';
import type { Property } from '../../model/property.ts';
import type { SeriesStore } from '../../model/series-store.ts';
import { utcOffsetMillis } from '../civil-time.ts';
import type { HourlyMeans, Span } from './average.ts';

const HOUR_SECONDS = 3600;

/** The hours to ask for, and up to when an hour can be over. */
export interface HoursAsked extends Span {
  readonly place: AirPlace;
  readonly property: Property;
  /** Devices whose readings count, each as much as the other. */
  readonly deviceIds: ReadonlySet<string>;
  readonly timeZone: string;
  readonly now: number;
}

/** Civil hours of a pollutant, out of the store: each device's mean, then the mean of the devices. Bad readings do not count. */
export async function hourlyMeans(store: Pick<SeriesStore, 'aggregate'>, asked: HoursAsked): Promise<HourlyMeans> {
  const { place, property, from, until, deviceIds, now } = asked;
  const buckets = await store.aggregate({
    ...(place.kind === 'device' ? { deviceId: place.id } : {}),
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
    const hour = from + Math.floor((at - from) / (HOUR_SECONDS * 1000)) * HOUR_SECONDS * 1000;
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
  return (hour) => {
    const found = means.get(hour);
    return found === undefined || hour + HOUR_SECONDS * 1000 > now ? null : found.sum / found.count;
  };
}

/** Buckets stand at multiples of their step since 1970 UTC: in a zone on a half or a quarter hour, hours are made of smaller ones. */
function stepSeconds({ from, timeZone }: HoursAsked): number {
  const beyond = Math.abs(utcOffsetMillis(from, timeZone) / 1000) % HOUR_SECONDS;
  return beyond === 0 ? HOUR_SECONDS : beyond === HOUR_SECONDS / 2 ? HOUR_SECONDS / 2 : HOUR_SECONDS / 4;
}
