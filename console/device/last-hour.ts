import { type ReadonlySignal, signal } from '@preact/signals';
import type { StoredReading } from '../../model/series-store.ts';
import type { ReadingsAnswer } from '../live/api-types.ts';
import { cityTime } from '../live/city.ts';
import { paced } from '../live/paced.ts';
import { onReadings } from '../live/readings.ts';
import { detailOf, getJson } from '../live/request.ts';

const HOUR_MILLIS = 3_600_000;
/** A device's clock may run a little ahead of the city's. */
const AHEAD_MILLIS = 300_000;
const MOST_READINGS = 20_000;

/** The last hour of one device by channel, each in order of time. */
export interface LastHour {
  readonly channels: ReadonlyMap<string, readonly StoredReading[]>;
  readonly range: readonly [number, number];
  readonly isTruncated: boolean;
  readonly failure: string | null;
}

/** Follows one device: first what the store has of the last hour, then what the stream brings. */
export function followLastHour(deviceId: string): { readonly hour: ReadonlySignal<LastHour | null>; close(): void } {
  const byChannel = new Map<string, Map<number, StoredReading>>();
  const hour = signal<LastHour | null>(null);
  let isTruncated = false;
  let failure: string | null = null;

  const take = (reading: StoredReading): void => {
    const known = byChannel.get(reading.channel) ?? new Map<number, StoredReading>();
    known.set(reading.observedAt, reading);
    byChannel.set(reading.channel, known);
  };
  const draw = (): void => {
    const until = cityTime.peek() ?? 0;
    const from = until - HOUR_MILLIS;
    const channels = new Map<string, readonly StoredReading[]>();
    for (const [channel, readings] of byChannel) {
      for (const at of readings.keys()) if (at < from) readings.delete(at);
      channels.set(
        channel,
        [...readings.values()].sort((a, b) => a.observedAt - b.observedAt),
      );
    }
    hour.value = { channels, range: [from, until], isTruncated, failure };
  };
  const pace = paced(draw);
  const stop = onReadings((readings) => {
    const own = readings.filter((reading) => reading.deviceId === deviceId);
    own.forEach(take);
    if (own.length > 0) pace.ask();
  });
  // The hour slides on though the device be silent; until the first answer there is nothing to slide.
  const stopTime = cityTime.subscribe(() => {
    if (hour.peek() !== null) pace.ask();
  });
  const load = async (): Promise<void> => {
    try {
      const answer = await getJson<ReadingsAnswer>(readingsPath(deviceId, cityTime.peek()));
      isTruncated = answer.isTruncated;
      answer.readings.forEach(take);
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
      pace.close();
    },
  };
}

function readingsPath(deviceId: string, now: number | null): string {
  const words = new URLSearchParams({ device: deviceId, limit: String(MOST_READINGS) });
  if (now !== null) {
    words.set('from', String(now - HOUR_MILLIS));
    words.set('until', String(now + AHEAD_MILLIS));
  }
  return `/api/readings?${words}`;
}
