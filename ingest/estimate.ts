import type { MeanKind } from '../model/property-kind.ts';
import { smallestAngle } from './direction.ts';

/** The value of one device, with one standard deviation of its instrument. */
export interface Sample {
  readonly value: number;
  readonly accuracy: number;
  /** Of a sum: of how many readings; absent: one. */
  readonly count?: number;
  /** Outliers are found by this; absent: by the value. */
  readonly rate?: { readonly value: number; readonly accuracy: number };
}

/** The fused value of several devices, with one standard deviation. */
export interface Estimate {
  readonly value: number;
  readonly uncertainty: number;
  /** In the order of the samples: true where one was excluded as an outlier. */
  readonly isOutlier: readonly boolean[];
}

/** Scales the median absolute deviation (MAD) to a standard deviation, for a normal distribution. */
const MAD_TO_SIGMA = 1.4826;
/** Limit of the modified z-score (Iglewicz and Hoaglin, 1993). */
const OUTLIER_SIGMAS = 3.5;
/** A value within this many standard deviations of its instrument is never an outlier. */
const ACCURACY_SIGMAS = 3;

/**
 * A robust weighted mean. With three or more samples, outliers from the median are excluded; the others are weighted by
 * the inverse square of their accuracy. The uncertainty is the standard error from the accuracies or from the scatter,
 * whichever is larger. Levels in dB: the mean is that of their energies, outliers and uncertainty are those of the
 * levels. Throws a RangeError without samples.
 */
export function estimate(samples: readonly Sample[], mean: MeanKind): Estimate {
  const isOutlier: readonly boolean[] = samples.map(() => false);
  const [only] = samples;
  if (only === undefined) throw new RangeError('an estimate needs a sample');
  if (samples.length === 1) {
    const { value, accuracy, count = 1 } = only;
    return { value: round(value), uncertainty: round(accuracy * Math.sqrt(count)), isOutlier };
  }
  if (mean === 'circular') {
    // Directions are taken relative to their circular mean, where they can be treated as ordinary numbers.
    const middle = circularMean(samples);
    const relative = samples.map(({ value, accuracy }) => ({ value: smallestAngle(value - middle), accuracy }));
    const result = estimateLinear(relative);
    const value = round((((middle + result.value) % 360) + 360) % 360);
    return { value: value === 360 ? 0 : value, uncertainty: round(result.uncertainty), isOutlier: result.isOutlier };
  }
  const result = estimateLinear(samples);
  const value = mean === 'energetic' ? energeticMean(samples, result.isOutlier) : result.value;
  return { value: round(value), uncertainty: round(result.uncertainty), isOutlier: result.isOutlier };
}

function estimateLinear(samples: readonly Sample[]): Estimate {
  const isOutlier =
    samples.length >= 3 ? findOutliers(samples.map((sample) => sample.rate ?? sample)) : samples.map(() => false);
  let weights = 0;
  let weighted = 0;
  let errors = 0;
  let samplesUsed = 0;
  for (const [i, { value, accuracy, count = 1 }] of samples.entries()) {
    if (isOutlier[i]) continue;
    // The count is not in the weight: minutes with more readings would count less than those with fewer.
    const weight = 1 / (accuracy * accuracy);
    weights += weight;
    weighted += weight * value;
    errors += weight * count;
    samplesUsed += 1;
  }
  const value = weighted / weights;
  let spread = 0;
  for (const [i, sample] of samples.entries()) {
    if (isOutlier[i]) continue;
    const distance = sample.value - value;
    spread += (distance * distance) / (sample.accuracy * sample.accuracy);
  }
  // Standard error from the scatter: the weighted variance divided by the degrees of freedom.
  const scatter = samplesUsed > 1 ? spread / weights / (samplesUsed - 1) : 0;
  return { value, uncertainty: Math.sqrt(Math.max(errors / weights / weights, scatter)), isOutlier };
}

/**
 * Weighted mean of energies, as a level in dB. Relative to the highest level, so that no energy is beyond what a number
 * holds. `Math.exp` and `Math.log10` have the same bits in Node 20 and 24, `Math.pow` has not.
 */
function energeticMean(samples: readonly Sample[], isOutlier: readonly boolean[]): number {
  const used = samples.filter((_, i) => !isOutlier[i]);
  const highest = used.reduce((most, { value }) => Math.max(most, value), Number.NEGATIVE_INFINITY);
  let weights = 0;
  let weighted = 0;
  for (const { value, accuracy } of used) {
    const weight = 1 / (accuracy * accuracy);
    weights += weight;
    weighted += weight * Math.exp(((value - highest) * Math.LN10) / 10);
  }
  return highest + 10 * Math.log10(weighted / weights);
}

function findOutliers(samples: readonly Pick<Sample, 'value' | 'accuracy'>[]): readonly boolean[] {
  const median = medianOf(samples.map(({ value }) => value));
  const distances = samples.map(({ value }) => Math.abs(value - median));
  const limit = OUTLIER_SIGMAS * MAD_TO_SIGMA * medianOf(distances);
  return samples.map(({ accuracy }, i) => {
    const distance = distances[i] ?? 0;
    return distance > limit && distance > ACCURACY_SIGMAS * accuracy;
  });
}

function medianOf(values: readonly number[]): number {
  const sorted = Float64Array.from(values).sort();
  const half = sorted.length >> 1;
  const upper = sorted[half] ?? 0;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[half - 1] ?? 0)) / 2;
}

function circularMean(samples: readonly Sample[]): number {
  let east = 0;
  let north = 0;
  for (const { value } of samples) {
    east += Math.sin((value * Math.PI) / 180);
    north += Math.cos((value * Math.PI) / 180);
  }
  return (Math.atan2(east, north) * 180) / Math.PI;
}

/** Rounds to six significant digits, more than any instrument has. */
const round = (value: number): number => Number(value.toPrecision(6)) + 0;
