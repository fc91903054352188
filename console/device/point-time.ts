import { cityClock } from '../live/city.ts';
import type { TimeRange } from './line-chart.ts';

const HOUR_MILLIS = 3_600_000;

/** The instant of a point on a chart: to the second, or with its date where the chart shows more than an hour. */
export const pointTime = (at: number, [from, until]: TimeRange): string =>
  cityClock(at, until - from <= HOUR_MILLIS ? 'clock' : 'short');
