import { isMilliseconds, type ReadInstant, readInstant } from './instant.ts';

/** Seconds, milliseconds, microseconds and nanoseconds since 1970, each in a range of its own: from 1973 to 5138. */
const UNITS = [
  // Rounded: seconds with three decimals are whole milliseconds, but for the last bit of a double.
  { from: 1e8, toMillis: (seconds: number) => Math.round(seconds * 1000) },
  { from: 1e11, toMillis: Math.floor },
  { from: 1e14, toMillis: (micros: number) => Math.floor(micros / 1e3) },
  { from: 1e17, toMillis: (nanos: number) => Math.floor(nanos / 1e6) },
] as const;
const BEYOND_ALL = 1e20;
const DIGITS = /^\d{9,20}(?:\.\d{1,9})?$/;

/**
 * Reads a time in the unit that its size shows (seconds, milliseconds, microseconds or nanoseconds since 1970), as a
 * number or as digits, or RFC 3339 text with an offset; fractions of a millisecond are truncated.
 */
export function readAnyInstant(value: unknown): ReadInstant {
  if (isMilliseconds(value)) return { ok: true, at: value };
  if (typeof value === 'string' && DIGITS.test(value)) return readAnyInstant(Number(value));
  if (typeof value !== 'number') return readInstant(value);
  const unit = unitOf(value);
  return unit === undefined ? readInstant(value) : { ok: true, at: unit.toMillis(value) };
}

/** The unit that a number would have as a time; undefined: it is none. */
const unitOf = (value: number) => (value < BEYOND_ALL ? UNITS.findLast(({ from }) => value >= from) : undefined);
