import type { AirExclusion } from '../../model/air-quality.ts';
import { median } from '../median.ts';
import type { HourRule } from './hour-rule.ts';

/** One station's hour, in the unit of the property. */
export interface StationHour {
  readonly deviceId: string;
  readonly mean: number;
  /** For how many minutes of the hour there are readings, 0 to 60. */
  readonly minutes: number;
  /** One standard deviation of its instrument. */
  readonly accuracy: number;
}

/** A station whose hour does not count. */
export type ExcludedHour = Pick<AirExclusion, 'deviceId' | 'reason' | 'minutes'> & { readonly value: number };

/** What the stations of a place say of one hour together. */
export interface PlaceHour {
  /** The mean of the stations that count; null: none does. */
  readonly value: number | null;
  readonly excluded: readonly ExcludedHour[];
}

/** Scales the median absolute deviation to a standard deviation, for a normal distribution. */
const MAD_TO_SIGMA = 1.4826;

/**
 * The value of one hour at a place: the mean of its stations without those that have too few minutes, and without
 * outliers among three or more (Iglewicz and Hoaglin, 1993). None where no station is near their median: a middle that
 * nobody measured would be no value.
 */
export function placeHour(stations: readonly StationHour[], { leastMinutes, outlier }: HourRule): PlaceHour {
  const short = stations.filter(({ minutes }) => minutes < (leastMinutes ?? 0));
  const whole = stations.filter(({ minutes }) => minutes >= (leastMinutes ?? 0));
  const excluded = short.map((each) => excludedFor('too-few-minutes', each));
  const middle = median(whole.map(({ mean }) => mean));
  if (middle === null) return { value: null, excluded };
  const distanceOf = ({ mean }: StationHour): number => Math.abs(mean - middle);
  const isNear = (each: StationHour): boolean =>
    outlier === null ||
    distanceOf(each) <= Math.max(outlier.share * Math.abs(middle), outlier.accuracies * each.accuracy);
  if (!whole.some(isNear)) {
    return { value: null, excluded: [...whole.map((each) => excludedFor('contested', each)), ...excluded] };
  }
  const spread = MAD_TO_SIGMA * (median(whole.map(distanceOf)) ?? 0);
  const isOutlier = (each: StationHour): boolean =>
    outlier !== null && whole.length > 2 && !isNear(each) && distanceOf(each) > outlier.deviations * spread;
  const counted = whole.filter((each) => !isOutlier(each));
  const outliers = whole.filter(isOutlier).map((each) => excludedFor('outlier', each));
  const value = counted.reduce((sum, { mean }) => sum + mean, 0) / counted.length;
  return { value, excluded: [...outliers, ...excluded] };
}

const excludedFor = (reason: ExcludedHour['reason'], { deviceId, mean, minutes }: StationHour): ExcludedHour => ({
  deviceId,
  reason,
  value: mean,
  minutes,
});
