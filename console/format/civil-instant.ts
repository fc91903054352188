import { formatTime } from './time.ts';

/** An instant as the civil time of an IANA zone, in the form of a field for date and time: `2026-07-01T14:03`. */
export const civilMinute = (at: number, timeZone: string): string =>
  formatTime(at, timeZone, 'full').replace(' ', 'T').slice(0, 16);

/**
 * The instant of a civil time `2026-07-01T14:03`, milliseconds since 1970; null where the text is none. Where the clock
 * is set back the earlier of the two, where it is set forward the time that the clock would have shown.
 */
export function civilInstant(text: string, timeZone: string): number | null {
  const wanted = /^\d{4}-\d\d-\d\dT\d\d:\d\d$/.test(text) ? Date.parse(`${text}Z`) : Number.NaN;
  if (Number.isNaN(wanted)) return null;
  // Offsets a day before and after, of which one is that of the wanted time, also next to a change.
  const candidates = [wanted - DAY_MILLIS, wanted + DAY_MILLIS].map((near) => wanted - offsetMillis(near, timeZone));
  const exact = candidates.filter((at) => civilMinute(at, timeZone) === text);
  return exact.length > 0 ? Math.min(...exact) : Math.max(...candidates);
}

const DAY_MILLIS = 86_400_000;

const offsetMillis = (at: number, timeZone: string): number =>
  Date.parse(`${formatTime(at, timeZone, 'full').replace(' ', 'T')}Z`) - at;
