/** A time as a device wrote it, read or refused with what would be right. */
export type ReadInstant = { readonly ok: true; readonly at: number } | { readonly ok: false; readonly detail: string };

/** RFC 3339 with an offset, as JavaScript writes it or with a finer fraction. Zone-less text is ambiguous and refused. */
const WITH_ZONE =
  /^(\d{4})-(\d{2})-(\d{2})[Tt ]([01]\d|2[0-3]):([0-5]\d)(?::([0-5]\d)(\.\d{1,9})?)?([Zz]|[+-](?:[01]\d|2[0-3]):?[0-5]\d)$/;

/** Below this a number is more likely seconds than milliseconds since 1970: it would be before March 1973. */
const SMALLEST_MILLISECONDS = 1e11;
/** Beyond this no date exists (ECMA-262). */
const LARGEST_MILLISECONDS = 8.64e15;

/** Whether it is a whole number of milliseconds since 1970 that nothing speaks against. */
export const isMilliseconds = (written: unknown): written is number =>
  Number.isInteger(written) &&
  (written as number) >= SMALLEST_MILLISECONDS &&
  (written as number) <= LARGEST_MILLISECONDS;

/** Reads milliseconds since 1970 or RFC 3339 text with an offset; finer than a millisecond is cut. */
export function readInstant(written: unknown): ReadInstant {
  if (typeof written === 'number') return readNumber(written);
  if (typeof written === 'string') return readText(written);
  return refuse('expected milliseconds since 1970 or ISO 8601 text with a zone');
}

function readNumber(written: number): ReadInstant {
  if (written >= SMALLEST_MILLISECONDS && written <= LARGEST_MILLISECONDS) return { ok: true, at: Math.floor(written) };
  if (written > 0 && written < SMALLEST_MILLISECONDS) {
    return refuse(`${written} looks like seconds; milliseconds since 1970 are expected`);
  }
  return refuse(`${written} is not a time in milliseconds since 1970`);
}

function readText(written: string): ReadInstant {
  const parts = WITH_ZONE.exec(written);
  if (parts === null) {
    return refuse(`"${written.slice(0, 40)}" is not ISO 8601 with a zone, e.g. 2026-01-01T08:00:00+08:00`);
  }
  const [, year, month, day, hour, minute, second = '00', fraction = '', zone = 'Z'] = parts;
  if (!isDay(Number(year), Number(month), Number(day))) return refuse(`"${written}" is not in the calendar`);
  const wall = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second));
  const millis = Number(`${fraction.slice(1)}000`.slice(0, 3));
  return { ok: true, at: wall + millis - offsetMinutes(zone) * 60_000 };
}

function isDay(year: number, month: number, day: number): boolean {
  if (month < 1 || month > 12 || day < 1) return false;
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
  // Date.UTC takes years below 100 for 19xx.
  return year >= 1970 && day <= (days[month - 1] ?? 0);
}

function offsetMinutes(zone: string): number {
  if (zone === 'Z' || zone === 'z') return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(-2));
  return zone.startsWith('-') ? -minutes : minutes;
}

const refuse = (detail: string): ReadInstant => ({ ok: false, detail });
