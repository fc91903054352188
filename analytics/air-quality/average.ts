import type { AirAveraging } from '../../model/air-quality.ts';
import type { DayAveraging, HourAveraging, StandardsPack } from '../../model/standards-pack.ts';
import { packValue } from '../standards/pack-value.ts';
import { nowcastIn } from './nowcast.ts';

const HOUR_MILLIS = 3_600_000;

/** The value of the hour that begins at an instant; null: the hour has none. */
export type HourlyMeans = (from: number) => number | null;

/** Half-open [from, until), milliseconds since 1970 UTC. */
export interface Span {
  readonly from: number;
  readonly until: number;
}

/**
 * The averaging methods of the standards: the name under which the result is reported, and the function, which returns
 * null where too few hours have a value.
 */
export const AVERAGES: Readonly<
  Record<
    HourAveraging | DayAveraging,
    {
      readonly averaging: AirAveraging;
      readonly of: (means: HourlyMeans, span: Span, pack: StandardsPack) => number | null;
    }
  >
> = {
  'hour-mean': { averaging: '1-h', of: (means, { from }) => means(from) },
  'moving-8-h': { averaging: '8-h', of: (means, { until }, pack) => eightHours(means, until, pack) },
  'moving-24-h': {
    averaging: '24-h',
    of: (means, { until }, pack) => meanOf(lastHours(means, until, 24), packValue([pack], 'dayLeastHours')),
  },
  nowcast: {
    averaging: 'nowcast',
    of: (means, { until }, pack) => nowcastIn(pack, lastHours(means, until, packValue([pack], 'nowcastHours'))),
  },
  'day-mean': {
    averaging: '24-h',
    of: (means, span, pack) => meanOf(hoursOf(means, span), packValue([pack], 'dayLeastHours')),
  },
  'day-max-1-h': {
    averaging: '1-h',
    of: (means, span, pack) => highestOf(hoursOf(means, span), packValue([pack], 'dayLeastHours')),
  },
  'day-max-8-h': {
    averaging: '8-h',
    of(means, { from }, pack) {
      const value = (row: string): number => packValue([pack], row);
      const periods: (number | null)[] = [];
      for (let end = value('eightHoursFirstEnd'); end <= value('eightHoursLastEnd'); end += 1) {
        periods.push(eightHours(means, from + end * HOUR_MILLIS, pack));
      }
      return highestOf(periods, value('eightHoursLeastPeriods'));
    },
  },
};

const eightHours = (means: HourlyMeans, until: number, pack: StandardsPack): number | null =>
  meanOf(lastHours(means, until, 8), packValue([pack], 'eightHoursLeastHours'));

/** The hours before an instant, the newest first. */
const lastHours = (means: HourlyMeans, until: number, hours: number): readonly (number | null)[] =>
  Array.from({ length: hours }, (_, back) => means(until - (back + 1) * HOUR_MILLIS));

const hoursOf = (means: HourlyMeans, { from, until }: Span): readonly (number | null)[] =>
  Array.from({ length: (until - from) / HOUR_MILLIS }, (_, hour) => means(from + hour * HOUR_MILLIS));

function meanOf(values: readonly (number | null)[], minimumCount: number): number | null {
  const known = values.filter((value) => value !== null);
  return known.length < minimumCount ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
}

function highestOf(values: readonly (number | null)[], minimumCount: number): number | null {
  const known = values.filter((value) => value !== null);
  return known.length < minimumCount ? null : Math.max(...known);
}
