import { Type } from 'typebox';
import { ApiProblem } from './problem.ts';

/** An instant in a query: text as it stands in the URL, or a number where the URL has one. */
export const momentKey = (description: string) =>
  Type.Optional(
    Type.Unsafe<number | string>({
      type: ['number', 'string'],
      description: `${description} ISO 8601 with offset, or milliseconds since 1970.`,
      examples: ['2026-03-01T08:00:00+08:00', 1772323200000],
    }),
  );

const LAST_MILLIS = 8.64e15;
/** As seconds, these are the years 1973 to 2286; as milliseconds, some days of 1970, which no reading is of. */
const SECONDS = { from: 1e8, until: 1e10 };
/** As milliseconds beyond the year 5100. */
const MICROSECONDS = 1e14;
const NANOSECONDS = 1e17;
const DAY = /^(\d{4}-\d\d-\d\d)(?:[T ]|$)/;
const ISO = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d(?::\d\d(?:\.\d+)?)?)(Z|[+-]\d\d(?::?\d\d)?)$/i;
/** An unescaped `+` in a query string means a space. */
const LOST_PLUS = / (\d\d:?\d\d)$/;
const RIGHT = 'write 2026-03-01T08:00:00+08:00, or milliseconds since 1970';

/** The instant that a query key means, milliseconds since 1970; undefined when it is absent. Throws a 400. */
export function momentOf(given: number | string | undefined, field: string): number | undefined {
  if (given === undefined) return undefined;
  return typeof given === 'number' ? ofNumber(given, field) : ofText(given, field);
}

function ofNumber(value: number, field: string): number {
  const size = Math.abs(value);
  if (size >= SECONDS.from && size < SECONDS.until) {
    throw wrong(field, `${field}=${value} looks like seconds; write milliseconds: ${Math.round(value * 1000)}.`);
  }
  if (size >= MICROSECONDS && size <= 1e20) {
    const unit = size >= NANOSECONDS ? 'nanoseconds' : 'microseconds';
    throw wrong(field, `${field}=${value} looks like ${unit}; ${RIGHT}.`);
  }
  if (!Number.isInteger(value) || size > LAST_MILLIS) {
    throw wrong(field, `${field}=${value} is no instant; ${RIGHT}.`);
  }
  return value;
}

function ofText(text: string, field: string): number {
  const whole = text.replace(LOST_PLUS, '+$1');
  const [, date, time, offset] = ISO.exec(whole) ?? [];
  if (date !== undefined && time !== undefined && offset !== undefined) {
    const at = Date.parse(`${date}T${time}${withMinutes(offset)}`);
    if (Number.isFinite(at) && isDate(date)) return at;
  }
  const [, day] = DAY.exec(whole) ?? [];
  if (day !== undefined && !isDate(day)) {
    throw wrong(field, `${field}="${text.slice(0, 100)}": the calendar has no ${day}; write a day that exists.`);
  }
  if (/^\d{4}-\d\d-\d\d([T ][\d:.]+)?$/.test(text)) {
    throw wrong(
      field,
      `${field}="${text}" has no offset from UTC: add Z or one such as +08:00, e.g. ${text.slice(0, 10)}T00:00:00Z.`,
    );
  }
  throw wrong(field, `${field}="${text.slice(0, 100)}" is no instant; ${RIGHT}.`);
}

/** Whether a month has this day: JavaScript takes 30 February for 2 March. */
function isDate(date: string): boolean {
  const at = Date.parse(`${date}T00:00:00Z`);
  return Number.isFinite(at) && new Date(at).toISOString().startsWith(date);
}

/** `+08` and `+0800` as `+08:00`. */
function withMinutes(offset: string): string {
  const [, sign, hours, minutes = '00'] = /^([+-])(\d\d):?(\d\d)?$/.exec(offset) ?? [];
  return sign === undefined ? 'Z' : `${sign}${hours}:${minutes}`;
}

const wrong = (field: string, detail: string): ApiProblem => new ApiProblem(400, detail, field);
