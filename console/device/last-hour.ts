import { type ReadonlySignal, signal } from '@preact/signals';
import type { Reading } from '../../model/reading.ts';
import type { ReadingsAnswer } from '../live/api-types.ts';
import { cityTime } from '../live/city.ts';
import { onReadings } from '../live/readings.ts';
import { detailOf, getJson } from '../live/request.ts';
import { throttle } from '../live/throttle.ts';

const HOUR_MILLIS = 3_600_000;
/** A device's clock may run a little ahead of the city's. */
const AHEAD_MILLIS = 300_000;
const MOST_READINGS = 20_000;

/** Which readings are followed, and to which series each belongs. */
export interface Followed {
  /** Query of GET /api/readings. */
  readonly query: Readonly<Record<string, string>>;
  /** The same filter for the readings of the stream. */
  readonly holds: (reading: Reading) => boolean;
  /** Name of the series that a reading belongs to. */
  readonly seriesOf: (reading: Reading) => string;
}

/** One device, a series for each channel. */
export const followedDevice = (deviceId: string): Followed => ({
  query: { device: deviceId },
  holds: (reading) => reading.deviceId === deviceId,
  seriesOf: ({ channel }) => channel,
});

/** One property of a zone, a series for each channel that measures it. */
export const followedZone = (zoneId: string, property: string): Followed => ({
  // The API answers with all zones below it too: `holds` leaves them out.
  query: { zone: zoneId, property },
  holds: (reading) => reading.zoneId === zoneId && reading.property === property,
  seriesOf: ({ deviceId, channel }) => seriesKey(deviceId, channel),
});

/** Name of one channel's series among several devices. */
export const seriesKey = (deviceId: string, channel: string): string => `${deviceId} ${channel}`;

/** The readings of the last hour by series, each in order of time. */
export interface LastHour {
  readonly series: ReadonlyMap<string, readonly Reading[]>;
  readonly range: readonly [number, number];
  readonly isTruncated: boolean;
  readonly failure: string | null;
}

/** Follows readings: first what the store has of the last hour, then what the stream brings. */
export function followLastHour({ query, holds, seriesOf }: Followed): {
  readonly hour: ReadonlySignal<LastHour | null>;
  close(): void;
} {
  const bySeries = new Map<string, Map<number, Reading>>();
  const hour = signal<LastHour | null>(null);
  let isTruncated = false;
  let failure: string | null = null;

  const take = (reading: Reading): void => {
    const name = seriesOf(reading);
    const known = bySeries.get(name) ?? new Map<number, Reading>();
    known.set(reading.observedAt, reading);
    bySeries.set(name, known);
  };
  const draw = (): void => {
    const until = cityTime.peek() ?? 0;
    const from = until - HOUR_MILLIS;
    const series = new Map<string, readonly Reading[]>();
    for (const [name, readings] of bySeries) {
      for (const at of readings.keys()) if (at < from) readings.delete(at);
      series.set(
        name,
        [...readings.values()].sort((a, b) => a.observedAt - b.observedAt),
      );
    }
    hour.value = { series, range: [from, until], isTruncated, failure };
  };
  const throttled = throttle(draw);
  const stop = onReadings((readings) => {
    const own = readings.filter(holds);
    own.forEach(take);
    if (own.length > 0) throttled.request();
  });
  // The hour moves on also without readings; before the first answer there is none to move.
  const stopTime = cityTime.subscribe(() => {
    if (hour.peek() !== null) throttled.request();
  });
  const load = async (): Promise<void> => {
    try {
      const answer = await getJson<ReadingsAnswer>(readingsPath(query, cityTime.peek()));
      isTruncated = answer.isTruncated;
      answer.readings.filter(holds).forEach(take);
    } catch (problem) {
      failure = detailOf(problem);
    }
    draw();
  };
  void load();
  return {
    hour,
    close: () => {
      stop();
      stopTime();
      throttled.close();
    },
  };
}

function readingsPath(query: Followed['query'], now: number | null): string {
  const words = new URLSearchParams({ ...query, limit: String(MOST_READINGS) });
  if (now !== null) {
    words.set('from', String(now - HOUR_MILLIS));
    words.set('until', String(now + AHEAD_MILLIS));
  }
  return `/api/readings?${words}`;
}
