import type { Property } from '../../model/property.ts';
import type { ZoneState } from '../../model/state.ts';
import type { FusionTally } from './fusion-tally.ts';
import { quartilesOf } from './quartiles-of.ts';

/** The estimate of one property in one zone at one moment, what was true, and what sensors had published. */
export interface ComparedPoint {
  readonly at: number;
  readonly truth: number;
  /** The newest valid value of each sensor; at least one. */
  readonly values: readonly number[];
  readonly state: Pick<ZoneState, 'value' | 'uncertainty' | 'contributors' | 'setAside'>;
}

/** Compares estimates of a property with the truth, and with the median and mean of what was published. */
export function tallyFusion(
  property: Property,
  points: readonly ComparedPoint[],
  isFaulty: (deviceId: string, at: number) => boolean,
): FusionTally {
  const sums = { points: points.length, fusedSquares: 0, medianSquares: 0, meanSquares: 0, covered: 0 };
  const readings = { faultySeen: 0, faultyUsed: 0, honestSeen: 0, honestExcluded: 0 };
  for (const { at, truth, values, state } of points) {
    const [, median] = quartilesOf(values);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    sums.fusedSquares += square(state.value - truth);
    sums.medianSquares += square(median - truth);
    sums.meanSquares += square(mean - truth);
    if (Math.abs(state.value - truth) <= 2 * state.uncertainty) sums.covered += 1;
    for (const { deviceId } of state.contributors) {
      if (isFaulty(deviceId, at)) {
        readings.faultySeen += 1;
        readings.faultyUsed += 1;
      } else readings.honestSeen += 1;
    }
    for (const { deviceId } of state.setAside) {
      if (isFaulty(deviceId, at)) readings.faultySeen += 1;
      else {
        readings.honestSeen += 1;
        readings.honestExcluded += 1;
      }
    }
  }
  return { property, ...sums, ...readings };
}

const square = (value: number): number => value * value;
