const QUARTER_MILLIS = 15 * 60_000;
const formats = new Map<string, Intl.DateTimeFormat>();

/** Civil date `2026-03-01` of an instant in an IANA zone. */
export function civilDate(at: number, timeZone: string): string {
  let format = formats.get(timeZone);
  if (format === undefined) {
    // The Canadian form is year-month-day, which sorts as text.
    format = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
    formats.set(timeZone, format);
  }
  return format.format(at);
}

/**
 * First instant of a civil date, milliseconds since 1970, UTC; also for days on which midnight is skipped or repeated.
 */
export function civilMidnight(date: string, timeZone: string): number {
  const utc = Date.parse(`${date}T00:00:00Z`);
  let at = utc - utcOffsetMillis(utc - utcOffsetMillis(utc, timeZone), timeZone);
  while (civilDate(at, timeZone) < date) at += QUARTER_MILLIS;
  while (civilDate(at - QUARTER_MILLIS, timeZone) >= date) at -= QUARTER_MILLIS;
  return at;
}

/** The civil date after a date. */
export const nextDate = (date: string): string =>
  new Date(Date.parse(`${date}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);

const offsetFormats = new Map<string, Intl.DateTimeFormat>();

/** UTC offset of an IANA time zone at an instant, in milliseconds; positive to the east. */
export function utcOffsetMillis(at: number, timeZone: string): number {
  let format = offsetFormats.get(timeZone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' });
    offsetFormats.set(timeZone, format);
  }
  const name = format.formatToParts(at).find(({ type }) => type === 'timeZoneName')?.value ?? 'GMT';
  const [, sign = '+', hours = '0', minutes = '0'] = /GMT([+-])(\d+):(\d+)/.exec(name) ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * 60_000;
}
