import type { Window } from '../../model/scenario.ts';
import type { StandardsPack } from '../../model/standards-pack.ts';
import type { ZoneState } from '../../model/state.ts';
import { type RainSignal, rainSignal } from '../calculators/rain-signal.ts';
import { median } from '../median.ts';
import { roundSignificant } from '../round-significant.ts';
import type { WaterloggingParameters } from './waterlogging-parameters.ts';

const MINUTE_MILLIS = 60_000;

/** What a window says, rounded, before anything is decided. `null`: not known, which is never the same as nothing. */
export interface WaterloggingFacts {
  readonly rain60MinutesMm: number | null;
  readonly rain180MinutesMm: number;
  readonly rain360MinutesMm: number;
  readonly signal: RainSignal;
  readonly fillPercent: number | null;
  readonly depthCm: number | null;
  /** A gauge spoke within the window and is silent or bad now. */
  readonly isDepthLost: boolean;
  readonly speedKmH: number | null;
  readonly speedBeforeKmH: number | null;
}

/** Reads the facts out of a window. */
export function waterloggingFacts(
  { at, states }: Window,
  pack: StandardsPack,
  parameters: WaterloggingParameters,
): WaterloggingFacts {
  const rain = (states['rain.depth'] ?? []).filter((state) => isNewRain(state, parameters.rainFreshSeconds));
  const fallen = (minutes: number) => roundSignificant(sum(rain, at - minutes * MINUTE_MILLIS));
  const isRainKnown = newest(states['rain.depth'], at, parameters.freshnessSeconds) !== null;
  const depths = states['road.flood_depth'] ?? [];
  const depthCm = newest(depths, at, parameters.freshnessSeconds);
  const speeds = states['traffic.speed'] ?? [];
  const recentFrom = at - parameters.fallingRecentMinutes * MINUTE_MILLIS;
  const beforeFrom = recentFrom - parameters.fallingBeforeMinutes * MINUTE_MILLIS;
  return {
    rain60MinutesMm: isRainKnown ? fallen(60) : null,
    rain180MinutesMm: fallen(180),
    rain360MinutesMm: fallen(360),
    // The window ends at six hours, so the twelve-hour signal (blue, below every decision here) is not known.
    signal: rainSignal((hours) => (hours > 6 ? null : fallen(hours * 60)), pack),
    fillPercent: newest(states['drain.fill'], at, parameters.freshnessSeconds),
    depthCm,
    isDepthLost: depthCm === null && depths.length > 0,
    speedKmH: medianBetween(speeds, recentFrom, at),
    speedBeforeKmH: medianBetween(speeds, beforeFrom, recentFrom),
  };
}

/** An estimate that only repeats readings of earlier minutes would count the same rain again. */
const isNewRain = (state: ZoneState, freshSeconds: number): boolean =>
  state.contributors.some(({ observedAt }) => state.at - observedAt < freshSeconds * 1000);

function sum(states: readonly ZoneState[], after: number): number {
  let total = 0;
  for (const { at, value } of states) if (at > after) total += value;
  return total;
}

function newest(states: readonly ZoneState[] | undefined, at: number, maximumAgeSeconds: number): number | null {
  const last = states?.at(-1);
  return last === undefined || at - last.at >= maximumAgeSeconds * 1000 ? null : roundSignificant(last.value);
}

function medianBetween(states: readonly ZoneState[], after: number, until: number): number | null {
  const middle = median(states.filter(({ at }) => at > after && at <= until).map(({ value }) => value));
  return middle === null ? null : roundSignificant(middle);
}
