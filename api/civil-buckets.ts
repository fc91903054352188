import { setImmediate as nextTurn } from 'node:timers/promises';
import { utcOffsetMillis } from '../model/civil-time.ts';

/** A stretch of time in which a time zone has one offset from UTC, milliseconds; the first has no beginning. */
export interface OffsetStretch {
  readonly from: number;
  readonly offsetMillis: number;
}

const DAY_MILLIS = 86_400_000;
/** No time zone has changed its offset twice within so short a time since 1970. */
export const PROBE_MILLIS = 5 * DAY_MILLIS;
const SECOND_MILLIS = 1000;
/** About three milliseconds of looking up offsets; then other requests have their turn. */
const PROBES_AT_ONCE = 500;

/**
 * The offsets of an IANA time zone in [from, until), in order of time; those of a long range are looked up in time
 * slices. Rejects with a RangeError for an unknown zone.
 */
export async function offsetStretches(
  from: number,
  until: number,
  timeZone: string,
): Promise<readonly OffsetStretch[]> {
  let offsetMillis = utcOffsetMillis(from, timeZone);
  const stretches: OffsetStretch[] = [{ from: Number.NEGATIVE_INFINITY, offsetMillis }];
  for (let at = from, probes = 1; at < until; at += PROBE_MILLIS, probes += 1) {
    if (probes % PROBES_AT_ONCE === 0) await nextTurn();
    const end = Math.min(at + PROBE_MILLIS, until);
    const there = utcOffsetMillis(end, timeZone);
    if (there === offsetMillis) continue;
    stretches.push({ from: changeBetween(at, end, offsetMillis, timeZone), offsetMillis: there });
    offsetMillis = there;
  }
  return stretches;
}

/** First whole second in (low, high] at which the offset is no longer the one at `low`. */
function changeBetween(low: number, high: number, offsetMillis: number, timeZone: string): number {
  let [before, after] = [Math.floor(low / SECOND_MILLIS), Math.ceil(high / SECOND_MILLIS)];
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (utcOffsetMillis(middle * SECOND_MILLIS, timeZone) === offsetMillis) before = middle;
    else after = middle;
  }
  return after * SECOND_MILLIS;
}

/** The offset at an instant. */
export function offsetAt(stretches: readonly OffsetStretch[], at: number): number {
  // By halves: a century has two hundred stretches, and fifty thousand buckets are looked up in it.
  let [low, high] = [0, stretches.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((stretches[middle]?.from ?? 0) <= at) low = middle + 1;
    else high = middle;
  }
  return stretches[low - 1]?.offsetMillis ?? 0;
}

/**
 * Begins of the civil hours or days that overlap [from, until), and the end of the last, all in milliseconds since
 * 1970. A day begins with its first instant, has 23 to 25 hours, and is never cut in two when clocks go back at
 * midnight. An hour that the clocks repeat is two hours.
 */
export async function civilBounds(
  from: number,
  until: number,
  step: 'hour' | 'day',
  timeZone: string,
): Promise<readonly number[]> {
  const stepMillis = step === 'day' ? DAY_MILLIS : 3_600_000;
  const [start, end] = [from - 2 * DAY_MILLIS, until + 2 * DAY_MILLIS];
  const stretches = await offsetStretches(start, end, timeZone);
  const bounds: number[] = [];
  let newest = Number.NEGATIVE_INFINITY;
  const note = (at: number, offsetMillis: number): void => {
    const number = Math.floor((at + offsetMillis) / stepMillis);
    // Where clocks go back, a day that has begun goes on.
    if (step === 'day' && number <= newest) return;
    newest = number;
    if (bounds.at(-1) !== at) bounds.push(at);
  };
  for (const [index, { from: begin, offsetMillis }] of stretches.entries()) {
    const stop = stretches[index + 1]?.from ?? end;
    const first = Math.max(begin, start);
    const before = stretches[index - 1]?.offsetMillis;
    const isNewHour =
      before !== undefined && numberOf(first - 1, before, stepMillis) !== numberOf(first, offsetMillis, stepMillis);
    if (isNewHour) note(first, offsetMillis);
    for (
      let at = Math.ceil((first + offsetMillis) / stepMillis) * stepMillis - offsetMillis;
      at < stop;
      at += stepMillis
    ) {
      note(at, offsetMillis);
    }
  }
  const begin = bounds.findLastIndex((at) => at <= from);
  const behind = bounds.findIndex((at) => at >= until);
  return bounds.slice(begin, behind + 1);
}

const numberOf = (at: number, offsetMillis: number, stepMillis: number): number =>
  Math.floor((at + offsetMillis) / stepMillis);

/** Civil time with its offset, ISO 8601: `2026-10-25T01:00:00+01:00`. */
export function civilText(at: number, offsetMillis: number): string {
  const minutes = Math.abs(offsetMillis) / 60_000;
  const two = (value: number): string => String(Math.floor(value)).padStart(2, '0');
  const civil = new Date(at + offsetMillis).toISOString().replace('.000Z', '').replace('Z', '');
  return `${civil}${offsetMillis < 0 ? '-' : '+'}${two(minutes / 60)}:${two(minutes % 60)}`;
}
