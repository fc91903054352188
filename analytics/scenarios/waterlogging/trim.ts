import { type MinuteAmount, minuteAmounts } from '../../../model/minute-amounts.ts';
import type { Window } from '../../../model/scenario.ts';
import type { Contribution, ZoneState } from '../../../model/state.ts';

const HOUR_MILLIS = 3_600_000;
const FRESH_MILLIS = 5 * 60_000;
const DEPTH_MILLIS = 20 * 60_000;

/** Maximum number of rain contributions that are kept completely; about 160 kB of JSON. */
const MAXIMUM_RAIN_CONTRIBUTIONS = 1_200;

/** Removes inputs that do not affect the verdict: dry minutes, old drain levels, excluded readings. */
export function trimWaterlogging(window: Window): Window {
  const { at, states } = window;
  const fill = states['drain.fill'] ?? [];
  const depth = states['road.flood_depth'] ?? [];
  return {
    ...window,
    states: withoutEmpty({
      'rain.depth': thin(
        (states['rain.depth'] ?? [])
          .filter((state) => state.value > 0 || state.at > at - HOUR_MILLIS)
          .map((state) => ({ ...state, setAside: [] })),
      ),
      'drain.fill': newestOf(fill, at - FRESH_MILLIS),
      // One old state is kept: it distinguishes a gauge that became silent from a place without a gauge.
      'road.flood_depth': newestOf(depth, at - DEPTH_MILLIS),
      'traffic.speed': states['traffic.speed'] ?? [],
    }),
  };
}

function newestOf(states: readonly ZoneState[], after: number): readonly ZoneState[] {
  const recent = states.filter((state) => state.at > after);
  return recent.length > 0 ? recent : states.slice(-1);
}

/** Above the limit, the oldest estimates keep only the gauges with the lowest and highest amount, and the newest. */
function thin(states: readonly ZoneState[]): readonly ZoneState[] {
  let surplus = states.reduce((sum, { contributors }) => sum + contributors.length, 0) - MAXIMUM_RAIN_CONTRIBUTIONS;
  return states.map((state) => {
    if (surplus <= 0) return state;
    const contributors = ends(state);
    surplus -= state.contributors.length - contributors.length;
    return { ...state, contributors };
  });
}

function ends({ contributors, at }: ZoneState): readonly Contribution[] {
  const gauges = minuteAmounts(contributors, at);
  if (gauges.length <= 3) return contributors;
  const extreme = (isBetter: (a: MinuteAmount, b: MinuteAmount) => boolean) =>
    gauges.reduce((best, each) => (isBetter(each, best) ? each : best));
  const newest = ({ contributors: own }: MinuteAmount) => own.at(-1)?.observedAt ?? 0;
  const kept = new Set([
    extreme((a, b) => a.amount < b.amount),
    extreme((a, b) => a.amount > b.amount),
    extreme((a, b) => newest(a) > newest(b)),
  ]);
  return gauges.filter((each) => kept.has(each)).flatMap(({ contributors: own }) => own);
}

const withoutEmpty = (states: Window['states']): Window['states'] =>
  Object.fromEntries(Object.entries(states).filter(([, list]) => list.length > 0));
