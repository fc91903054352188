import { type ReadonlySignal, signal } from '@preact/signals';
import type { Reading } from '../../model/reading.ts';
import { type ChosenRange, rangeAt } from '../live/chosen-range.ts';
import { cityTime } from '../live/city.ts';
import { onReadings } from '../live/readings.ts';
import { detailOf } from '../live/request.ts';
import { throttle } from '../live/throttle.ts';
import type { Followed } from './followed.ts';
import { loadReadings } from './load-readings.ts';

/** A device's clock may run a little ahead of the city's. */
const AHEAD_MILLIS = 300_000;

/** The readings of a range by series, each in order of time. */
export interface ShownReadings {
  readonly series: ReadonlyMap<string, readonly Reading[]>;
  readonly range: readonly [number, number];
  readonly isTruncated: boolean;
  readonly failure: string | null;
}

/** Follows readings: first what the store has of the range, then what the stream brings. */
export function followReadings(
  { query, holds, seriesOf }: Followed,
  chosen: ChosenRange,
): { readonly shown: ReadonlySignal<ShownReadings | null>; close(): void } {
  const bySeries = new Map<string, Map<number, Reading>>();
  const shown = signal<ShownReadings | null>(null);
  const movesOn = typeof chosen === 'string';
  let isOver = false;
  let isTruncated = false;
  let failure: string | null = null;

  const isWanted = (reading: Reading): boolean =>
    holds(reading) && (movesOn || (reading.observedAt >= chosen.from && reading.observedAt < chosen.until));
  const take = (reading: Reading): void => {
    if (!isWanted(reading)) return;
    const name = seriesOf(reading);
    const known = bySeries.get(name) ?? new Map<number, Reading>();
    known.set(reading.observedAt, reading);
    bySeries.set(name, known);
  };
  const draw = (): void => {
    const range = rangeAt(chosen, cityTime.peek() ?? 0);
    const series = new Map<string, readonly Reading[]>();
    for (const [name, readings] of bySeries) {
      for (const at of readings.keys()) if (at < range[0]) readings.delete(at);
      series.set(
        name,
        [...readings.values()].sort((a, b) => a.observedAt - b.observedAt),
      );
    }
    shown.value = { series, range, isTruncated, failure };
  };
  const throttled = throttle(draw);
  const stop = onReadings((readings) => {
    const own = readings.filter(isWanted);
    own.forEach(take);
    if (own.length > 0) throttled.request();
  });
  // A range up to now moves on also without readings; before the first answer there is none to move.
  const stopTime = cityTime.subscribe(() => {
    if (movesOn && shown.peek() !== null) throttled.request();
  });
  const load = async (): Promise<void> => {
    const now = cityTime.peek();
    const [from, until] = rangeAt(chosen, now ?? 0);
    const range = movesOn && now === null ? null : ([from, movesOn ? until + AHEAD_MILLIS : until] as const);
    try {
      isTruncated = await loadReadings(query, range, { take, isOver: () => isOver });
    } catch (problem) {
      failure = detailOf(problem);
    }
    if (!isOver) draw();
  };
  void load();
  return {
    shown,
    close: () => {
      isOver = true;
      stop();
      stopTime();
      throttled.close();
    },
  };
}
