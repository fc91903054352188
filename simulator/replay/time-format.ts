import type { CivilTime } from './civil-time.ts';

/** Letters of a format and their fields; longer ones first. */
const TOKENS: readonly { readonly letters: string; readonly digits: string; readonly field: keyof CivilTime }[] = [
  { letters: 'YYYY', digits: '\\d{4}', field: 'year' },
  { letters: 'MM', digits: '\\d{2}', field: 'month' },
  { letters: 'DD', digits: '\\d{2}', field: 'day' },
  { letters: 'HH', digits: '\\d{2}', field: 'hour' },
  { letters: 'mm', digits: '\\d{2}', field: 'minute' },
  { letters: 'ss', digits: '\\d{2}', field: 'second' },
  { letters: 'M', digits: '\\d{1,2}', field: 'month' },
  { letters: 'D', digits: '\\d{1,2}', field: 'day' },
  { letters: 'H', digits: '\\d{1,2}', field: 'hour' },
];

/**
 * Reads times written like `YYYY-MM-DD HH:mm:ss` or `M/D/YYYY H:mm`; throws when the format names no year, month and
 * day.
 */
export function timeFormat(format: string): (text: string) => CivilTime | null {
  const fields: (keyof CivilTime)[] = [];
  let pattern = '';
  for (let rest = format; rest !== ''; ) {
    const token = TOKENS.find(({ letters }) => rest.startsWith(letters));
    if (token) fields.push(token.field);
    pattern += token ? `(${token.digits})` : rest.charAt(0).replace(/[^\w\s]/, '\\$&');
    rest = rest.slice(token?.letters.length ?? 1);
  }
  for (const field of ['year', 'month', 'day'] as const) {
    if (!fields.includes(field)) throw new RangeError(`names no ${field}; use letters like YYYY-MM-DD HH:mm:ss`);
  }
  const expression = new RegExp(`^${pattern}$`);
  return (text) => {
    const found = expression.exec(text.trim());
    if (!found) return null;
    const values = new Map(fields.map((field, index) => [field, Number(found[index + 1])]));
    const read = (field: keyof CivilTime) => values.get(field) ?? 0;
    return {
      year: read('year'),
      month: read('month'),
      day: read('day'),
      hour: read('hour'),
      minute: read('minute'),
      second: read('second'),
    };
  };
}

const ISO = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?)?\s*(Z|[+-]\d{2}:?\d{2})?$/i;

/** Reads ISO 8601: with an offset an instant (milliseconds since 1970), without one a civil time. */
export function parseIso(text: string): CivilTime | number | null {
  const found = ISO.exec(text.trim());
  if (!found) return null;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = found
    .slice(1, 7)
    .map((part) => Number(part ?? 0));
  const zone = found[7];
  if (zone === undefined) return { year, month, day, hour, minute, second };
  return Date.UTC(year, month - 1, day, hour, minute, second) - zoneOffsetMillis(zone);
}

function zoneOffsetMillis(zone: string): number {
  if (zone.toUpperCase() === 'Z') return 0;
  const digits = zone.replace(':', '');
  const minutes = Number(digits.slice(1, 3)) * 60 + Number(digits.slice(3, 5));
  return (zone.startsWith('-') ? -1 : 1) * minutes * 60_000;
}
