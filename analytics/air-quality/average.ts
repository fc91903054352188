import type { AirAveraging } from '../../model/air-quality.ts';
import type { DayAveraging, HourAveraging, StandardsPack } from '../../model/standards-pack.ts';
import { packValue } from '../standards/pack-value.ts';
import { nowcastIn } from './nowcast.ts';

const HOUR_MILLIS = 3_600_000;

/** Mean of the hour that begins at an instant; null where nothing good was measured, or the hour is not over. */
export type HourlyMeans = (from: number) => number | null;

/** Half-open [from, until), milliseconds since 1970 UTC. */
export interface Span {
  readonly from: number;
  readonly until: number;
}

/** How a standard averages an hour or a day into one concentration; null: too few hours to say. */
export const AVERAGES: Readonly<
  Record<
    HourAveraging | DayAveraging,
    {
      readonly told: AirAveraging;
      readonly of: (means: HourlyMeans, span: Span, pack: StandardsPack) => number | null;
    }
  >
> = {
  'hour-mean': { told: '1-h', of: (means, { from }) => means(from) },
  'moving-8-h': { told: '8-h', of: (means, { until }, pack) => eightHours(means, until, pack) },
  'moving-24-h': {
    told: '24-h',
    of: (means, { until }, pack) => meanOf(lastHours(means, until, 24), packValue([pack], 'dayLeastHours')),
  },
  nowcast: {
    told: 'nowcast',
    of: (means, { until }, pack) => nowcastIn(pack, lastHours(means, until, packValue([pack], 'nowcastHours'))),
  },
  'day-mean': {
    told: '24-h',
    of: (means, span, pack) => meanOf(hoursOf(means, span), packValue([pack], 'dayLeastHours')),
  },
  'day-max-1-h': {
    told: '1-h',
    of: (means, span, pack) => highestOf(hoursOf(means, span), packValue([pack], 'dayLeastHours')),
  },
  'day-max-8-h': {
    told: '8-h',
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

function meanOf(values: readonly (number | null)[], least: number): number | null {
  const known = values.filter((value) => value !== null);
  return known.length < least ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
}

function highestOf(values: readonly (number | null)[], least: number): number | null {
  const known = values.filter((value) => value !== null);
  return known.length < least ? null : Math.max(...known);
}
