/** A time as a wall clock shows it; `month` 1 to 12. */
export interface CivilTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

/**
 * The instant of a civil time. `repeated`: the clock showed it twice (end of daylight saving), the first is taken.
 * `shifted`: the clock never showed it (start of daylight saving), it is moved on by the length of the gap.
 */
export interface Instant {
  readonly at: number;
  readonly kind: 'exact' | 'repeated' | 'shifted';
}

const DAY = 86_400_000;

/** A converter for one IANA time zone; throws a RangeError when there is no such zone. */
export function civilTimeConverter(timeZone: string): (civil: CivilTime) => Instant | null {
  const offsetAt = offsetReader(timeZone);
  return (civil) => {
    const local = asIfUtc(civil);
    if (local === null) return null;
    // No zone changes its offset twice within two days.
    const before = offsetAt(local - DAY);
    const after = offsetAt(local + DAY);
    const fits = (offset: number) => offsetAt(local - offset) === offset;
    const [isBefore, isAfter] = [fits(before), fits(after)];
    if (isBefore && isAfter && before !== after) return { at: local - Math.max(before, after), kind: 'repeated' };
    if (isBefore) return { at: local - before, kind: 'exact' };
    if (isAfter) return { at: local - after, kind: 'exact' };
    return { at: local - before, kind: 'shifted' };
  };
}

/** The fields as UTC; null when there is no such day or time of day. */
function asIfUtc({ year, month, day, hour, minute, second }: CivilTime): number | null {
  const at = Date.UTC(year, month - 1, day, hour, minute, second);
  const back = new Date(at);
  const isSame =
    back.getUTCFullYear() === year &&
    back.getUTCMonth() === month - 1 &&
    back.getUTCDate() === day &&
    back.getUTCHours() === hour &&
    back.getUTCMinutes() === minute &&
    back.getUTCSeconds() === second;
  return isSame ? at : null;
}

/**
 * UTC offset of a zone at an instant, milliseconds; looked up by quarter hours, for offsets change at no other time.
 */
function offsetReader(timeZone: string): (at: number) => number {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  const known = new Map<number, number>();
  return (at) => {
    const quarter = Math.floor(at / 900_000) * 900_000;
    const cached = known.get(quarter);
    if (cached !== undefined) return cached;
    const parts = new Map(format.formatToParts(quarter).map(({ type, value }) => [type, Number(value)]));
    const read = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0;
    const local = Date.UTC(read('year'), read('month') - 1, read('day'), read('hour'), read('minute'), read('second'));
    const offset = local - quarter;
    // Rows are roughly in order of time; a bounded cache is as good as a large one.
    if (known.size > 5000) known.clear();
    known.set(quarter, offset);
    return offset;
  };
}
