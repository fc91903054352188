import type { AirQualityIndex } from '../../model/air-quality.ts';
import { formatTime } from '../format/time.ts';

type Period = Pick<AirQualityIndex, 'period' | 'from' | 'until'>;

/** A civil hour or day of the city, e.g. `2026-07-14 14:00–15:00` or `2026-07-14`. */
export function periodText({ period, from, until }: Period, timeZone: string): string {
  const date = formatTime(from, timeZone, 'date');
  if (period === 'day') return date;
  return `${date} ${formatTime(from, timeZone, 'minute')}–${formatTime(until, timeZone, 'minute')}`;
}

const TICK_HOURS = 3;

/** Whether a bar keeps its label on a narrow screen: every third hour, every day. */
export const isTick = ({ period, from }: Period, timeZone: string): boolean =>
  period === 'day' || Number(formatTime(from, timeZone, 'minute').slice(0, 2)) % TICK_HOURS === 0;

/** The label under a bar: the hour alone, or the date where a day begins. */
export function axisText({ period, from }: Period, timeZone: string): string {
  const [hour = ''] = formatTime(from, timeZone, 'minute').split(':');
  return period === 'day' || hour === '00' ? formatTime(from, timeZone, 'day') : hour;
}
