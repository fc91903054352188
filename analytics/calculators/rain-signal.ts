import { type Packs, packValue } from '../standards/pack-value.ts';
import { namedCalculator } from './named-calculator.ts';

/** Rainstorm warning signals of the China Meteorological Administration, lowest first. */
export type RainSignal = 'none' | 'blue' | 'yellow' | 'orange' | 'red';

/** Sum of rain in the last `hours`, in mm; null: the series is shorter. */
export type RainSums = (hours: number) => number | null;

/** The highest signal whose threshold the measured sums reach (forecasts are not considered). */
export const rainSignal = namedCalculator('rain-signal', (sumMm: RainSums, packs: Packs): RainSignal => {
  for (const signal of ['red', 'orange', 'yellow', 'blue'] as const) {
    const fallen = sumMm(packValue(packs, `${signal}RainHours`));
    if (fallen !== null && fallen >= packValue(packs, `${signal}Rain`)) return signal;
  }
  return 'none';
});

/** Sums from one value per hour, oldest first. */
export const sumsOfHours =
  (hourlyRainMm: readonly number[]): RainSums =>
  (hours) =>
    hourlyRainMm.length < hours ? null : hourlyRainMm.slice(-hours).reduce((sum, rain) => sum + rain, 0);
