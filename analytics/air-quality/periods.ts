import type { AirPeriod } from '../../model/air-quality.ts';
import { civilDate, civilMidnight, nextDate, utcOffsetMillis } from '../../model/civil-time.ts';
import type { Span } from './average.ts';

const HOUR_MILLIS = 3_600_000;

/** All civil hours or days that overlap a time range, in order. */
export function periodsOf(period: AirPeriod, { from, until }: Span, timeZone: string): readonly Span[] {
  const periods: Span[] = [];
  let at = beginOf(period, from, timeZone);
  while (at < until) {
    const end = period === 'hour' ? at + HOUR_MILLIS : civilMidnight(nextDate(civilDate(at, timeZone)), timeZone);
    periods.push({ from: at, until: end });
    at = end;
  }
  return periods;
}

function beginOf(period: AirPeriod, at: number, timeZone: string): number {
  if (period === 'day') return civilMidnight(civilDate(at, timeZone), timeZone);
  const local = at + utcOffsetMillis(at, timeZone);
  return at - (((local % HOUR_MILLIS) + HOUR_MILLIS) % HOUR_MILLIS);
}
