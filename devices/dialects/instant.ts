/** A parsed time (milliseconds since 1970, UTC), or a sentence that says what is wrong and what is expected. */
export type ReadInstant = { readonly ok: true; readonly at: number } | { readonly ok: false; readonly detail: string };

/** RFC 3339 date-time with an offset, seconds optional. Text without a zone is ambiguous and refused. */
const WITH_ZONE =
  /^(\d{4})-(\d{2})-(\d{2})[Tt ]([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d)(\.\d{1,9})?)?([Zz]|[+-](?:[01]\d|2[0-3]):?[0-5]\d)$/;

/** A smaller number would be a time before March 1973: it is most likely in seconds. */
const SMALLEST_MILLISECONDS = 1e11;
/** A greater number would be a time behind the year 5138: it is most likely in microseconds, or nanoseconds. */
const LARGEST_MILLISECONDS = 1e14;
const SMALLEST_NANOSECONDS = 1e17;

/** Whether a value is a whole number of milliseconds since 1970 in the accepted range. */
export const isMilliseconds = (value: unknown): value is number =>
  Number.isInteger(value) && (value as number) >= SMALLEST_MILLISECONDS && (value as number) <= LARGEST_MILLISECONDS;

/** Parses milliseconds since 1970, or RFC 3339 text with an offset; fractions of a millisecond are truncated. */
export function readInstant(value: unknown): ReadInstant {
  if (typeof value === 'number') return readNumber(value);
  if (typeof value === 'string') return readText(value);
  return refuse('expected milliseconds since 1970 or ISO 8601 text with a zone');
}

function readNumber(millis: number): ReadInstant {
  if (millis >= SMALLEST_MILLISECONDS && millis <= LARGEST_MILLISECONDS) return { ok: true, at: Math.floor(millis) };
  if (millis > 0 && millis < SMALLEST_MILLISECONDS) {
    return refuse(`${millis} looks like seconds; milliseconds since 1970 are expected`);
  }
  if (millis > LARGEST_MILLISECONDS) {
    const unit = millis < SMALLEST_NANOSECONDS ? 'microseconds' : 'nanoseconds';
    return refuse(`${millis} looks like ${unit}; milliseconds since 1970 are expected`);
  }
  return refuse(`${millis} is not a time in milliseconds since 1970`);
}

function readText(text: string): ReadInstant {
  const parts = WITH_ZONE.exec(text);
  if (parts === null) {
    return refuse(`"${text.slice(0, 40)}" is not ISO 8601 with a zone, e.g. 2026-01-01T08:00:00+08:00`);
  }
  const [, year, month, day, hour, minute, second = '00', fraction = '', zone = 'Z'] = parts;
  if (!isDay(Number(year), Number(month), Number(day))) return refuse(`"${text}" is not in the calendar`);
  const wall = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second));
  const millis = Number(`${fraction.slice(1)}000`.slice(0, 3));
  return { ok: true, at: wall + millis - offsetMinutes(zone) * 60_000 };
}

function isDay(year: number, month: number, day: number): boolean {
  if (month < 1 || month > 12 || day < 1) return false;
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
  // Checked here because Date.UTC reads years below 100 as 19xx.
  return year >= 1970 && day <= (days[month - 1] ?? 0);
}

function offsetMinutes(zone: string): number {
  if (zone === 'Z' || zone === 'z') return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2));
  return zone.startsWith('-') ? -minutes : minutes;
}

const refuse = (detail: string): ReadInstant => ({ ok: false, detail });
