import type { Window } from '../../../model/scenario.ts';
import type { ZoneState } from '../../../model/state.ts';
import { type RainSignal, rainSignal } from '../../calculators/rain-signal.ts';
import { median } from '../../median.ts';
import { roundSignificant } from '../../round-significant.ts';
import type { Packs } from '../../standards/pack-value.ts';
import type { WaterloggingParameters } from './parameters.ts';

const MINUTE_MILLIS = 60_000;

/** The inputs of the decision, computed from a window and rounded. `null`: not known (which is not zero). */
export interface WaterloggingFacts {
  readonly rain60MinutesMm: number | null;
  readonly rain180MinutesMm: number;
  readonly rain360MinutesMm: number;
  readonly signal: RainSignal;
  readonly fillPercent: number | null;
  readonly depthCm: number | null;
  /** A depth gauge sent readings within the window, but is silent or bad now. */
  readonly isDepthLost: boolean;
  readonly speedKmH: number | null;
  readonly speedBeforeKmH: number | null;
}

/** Computes the facts of a window. */
export function waterloggingFacts(
  { at, states }: Window,
  packs: Packs,
  parameters: WaterloggingParameters,
): WaterloggingFacts {
  const rain = states['rain.depth'] ?? [];
  const fallen = rainSums(rain, at, parameters.rainFreshSeconds * 1000);
  const isRainKnown = newest(rain, at, parameters.freshnessSeconds) !== null;
  const depths = states['road.flood_depth'] ?? [];
  const depthCm = newest(depths, at, parameters.freshnessSeconds);
  const speeds = states['traffic.speed'] ?? [];
  const recentFrom = at - parameters.fallingRecentMinutes * MINUTE_MILLIS;
  const beforeFrom = recentFrom - parameters.fallingBeforeMinutes * MINUTE_MILLIS;
  return {
    rain60MinutesMm: isRainKnown ? fallen[60] : null,
    rain180MinutesMm: fallen[180],
    rain360MinutesMm: fallen[360],
    // The window of six hours has the sums of three and six hours; the blue signal, over twelve, is not used here.
    signal: rainSignal((hours) => (hours === 3 ? fallen[180] : hours === 6 ? fallen[360] : null), packs),
    fillPercent: newest(states['drain.fill'], at, parameters.freshnessSeconds),
    depthCm,
    isDepthLost: depthCm === null && depths.length > 0,
    speedKmH: medianBetween(speeds, recentFrom, at),
    speedBeforeKmH: medianBetween(speeds, beforeFrom, recentFrom),
  };
}

/**
 * Sums of the last 60, 180 and 360 minutes. An estimate is the rain of its minute. In evidence of earlier versions it
 * was the newest reading: those without a fresh one are skipped, because they would count the same rain again.
 */
function rainSums(states: readonly ZoneState[], at: number, freshMillis: number) {
  const fallen = { 60: 0, 180: 0, 360: 0 };
  for (const state of states) {
    if (state.value === 0 || !state.contributors.some(({ observedAt }) => state.at - observedAt < freshMillis))
      continue;
    const age = at - state.at;
    if (age < 360 * MINUTE_MILLIS) fallen[360] += state.value;
    if (age < 180 * MINUTE_MILLIS) fallen[180] += state.value;
    if (age < 60 * MINUTE_MILLIS) fallen[60] += state.value;
  }
  return {
    60: roundSignificant(fallen[60]),
    180: roundSignificant(fallen[180]),
    360: roundSignificant(fallen[360]),
  };
}

function newest(states: readonly ZoneState[] | undefined, at: number, maximumAgeSeconds: number): number | null {
  const last = states?.at(-1);
  return last === undefined || at - last.at >= maximumAgeSeconds * 1000 ? null : roundSignificant(last.value);
}

function medianBetween(states: readonly ZoneState[], after: number, until: number): number | null {
  const middle = median(states.filter(({ at }) => at > after && at <= until).map(({ value }) => value));
  return middle === null ? null : roundSignificant(middle);
}
