import type { Property } from '../../model/property.ts';
import type { SeriesStore } from '../../model/series-store.ts';
import type { StandardsPack } from '../../model/standards-pack.ts';
import type { AirInstrument } from './air-places.ts';
import type { Span } from './average.ts';
import { hourRuleOf } from './hour-rule.ts';
import { type PlaceHour, placeHour, type StationHour } from './place-hour.ts';

const HOUR_MILLIS = 3_600_000;
const MINUTE_MILLIS = 60_000;
/** Maximum number of device-hours in one query: the whole answer is held in memory, in DuckDB about 1 kB for each. */
const MAX_DEVICE_HOURS_PER_QUERY = 50_000;

/**
 * A reading stands for the interval of its instrument, and so many of them for so many intervals; but not for more than
 * the time since the one before, or a burst would fill an hour. That time may be longer by this share, because
 * intervals vary.
 */
const LATE_SHARE = 0.25;

/** What a place says of the hour that begins at an instant; null: no usable reading, or the hour is not over. */
export type PlaceHours = (from: number) => PlaceHour | null;

/** The hours to query; `now` (city time) determines which hours are over. */
export interface HoursAsked extends Span {
  readonly property: Property;
  /** The devices at the place. */
  readonly devices: ReadonlyMap<string, AirInstrument>;
  readonly now: number;
}

/**
 * The civil hours of a pollutant at a place, by the rule of each pack. Bad readings do not count. Rejects when the
 * store does not answer.
 */
export async function placeHours(
  store: Pick<SeriesStore, 'deviceMeans'>,
  asked: HoursAsked,
  packs: readonly StandardsPack[],
): Promise<ReadonlyMap<StandardsPack, PlaceHours>> {
  const judged = packs.map((pack) => ({ pack, rule: hourRuleOf(pack), hours: new Map<number, PlaceHour>() }));
  const step = Math.max(1, Math.floor(MAX_DEVICE_HOURS_PER_QUERY / asked.devices.size)) * HOUR_MILLIS;
  for (let from = asked.from; from < asked.until; from += step) {
    const stations = await stationHours(store, { ...asked, from, until: Math.min(from + step, asked.until) });
    for (const [hour, ofHour] of stations) {
      for (const { rule, hours } of judged) hours.set(hour, placeHour(ofHour, rule));
    }
  }
  const isOver = (hour: number): boolean => hour + HOUR_MILLIS <= asked.now;
  return new Map(judged.map(({ pack, hours }) => [pack, (hour) => (isOver(hour) ? (hours.get(hour) ?? null) : null)]));
}

/** The stations with readings in each hour, by its beginning. */
async function stationHours(
  store: Pick<SeriesStore, 'deviceMeans'>,
  { property, from, until, devices }: HoursAsked,
): Promise<ReadonlyMap<number, readonly StationHour[]>> {
  const bounds = hourBounds(from, until);
  const hours = new Map<number, StationHour[]>();
  // A reading stands for the interval of its instrument, so each interval is a query of its own.
  const byInterval = Map.groupBy(devices, ([, { expectedIntervalSeconds }]) => expectedIntervalSeconds);
  for (const [intervalSeconds, some] of byInterval) {
    const readingMillis = Math.ceil(intervalSeconds * 1000 * (1 + LATE_SHARE));
    const deviceIds = some.map(([deviceId]) => deviceId);
    for (const each of await store.deviceMeans({ deviceIds, property, bounds, readingMillis })) {
      const { at, deviceId, mean, count, coveredMillis } = each;
      const millis = Math.min(count * intervalSeconds * 1000, coveredMillis, HOUR_MILLIS);
      const minutes = Math.round(millis / MINUTE_MILLIS);
      const ofHour = hours.get(at) ?? [];
      hours.set(at, ofHour);
      ofHour.push({ deviceId, mean, minutes, accuracy: devices.get(deviceId)?.accuracy ?? 0 });
    }
  }
  return hours;
}

/** Bounds of the hours from `from` on. */
function hourBounds(from: number, until: number): readonly number[] {
  const count = Math.ceil((until - from) / HOUR_MILLIS);
  return Array.from({ length: count + 1 }, (_, hour) => Math.min(from + hour * HOUR_MILLIS, until));
}
