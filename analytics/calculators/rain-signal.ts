import { type Packs, packValue } from '../standards/pack-value.ts';

/** Signals of the meteorological administration, mildest first. */
export type RainSignal = 'none' | 'blue' | 'yellow' | 'orange' | 'red';

/** Sum of rain in the last so many hours, mm; null where the series does not reach back that far. */
export type RainSums = (hours: number) => number | null;

/** Highest signal that the sums reach. Only what fell counts: a forecast is not in it. */
export function rainSignal(sumMm: RainSums, packs: Packs): RainSignal {
  for (const signal of ['red', 'orange', 'yellow', 'blue'] as const) {
    const fallen = sumMm(packValue(packs, `${signal}RainHours`));
    if (fallen !== null && fallen >= packValue(packs, `${signal}Rain`)) return signal;
  }
  return 'none';
}

/** Sums from one value per hour, oldest first. */
export const sumsOfHours =
  (hourlyRainMm: readonly number[]): RainSums =>
  (hours) =>
    hourlyRainMm.length < hours ? null : hourlyRainMm.slice(-hours).reduce((sum, rain) => sum + rain, 0);
