/** Keys under which devices send the time of a message, `ts` first; the first of them that holds a time is it. */
export const TIME_KEYS: ReadonlySet<string> = new Set([
  ...['ts', 'TS', 'timestamp', 'Timestamp', 'TimeStamp', 'timeStamp', 'TIMESTAMP', 'time_stamp'],
  ...['time', 'Time', 'TIME', 'datetime', 'dateTime', 'DateTime', 'date_time', 'utc', 'UTC', 'utcTime', 'utc_time'],
  ...['observedAt', 'observed_at', 'measuredAt', 'measured_at', 'recordedAt', 'recorded_at', 'sampledAt', 'sampled_at'],
  ...[
    'dateObserved',
    'eventTime',
    'event_time',
    'deviceTime',
    'device_time',
    'unixTime',
    'unix_time',
    'unixtime',
    'epoch',
  ],
  ...['lastSeen', 'last_seen', 'LastSeen'],
]);

/** Short keys that devices use for a time and for other things too: they hold one only where it looks like one. */
const SHORT_TIME_KEYS: ReadonlySet<string> = new Set(['t', 'at', 'when']);

/** Text that begins with a day, in any order of its parts, and an hour. */
const DAY_AND_HOUR = /^(?:\d{4}([-/.])\d{1,2}\1\d{1,2}|\d{1,2}([-/.])\d{1,2}\2\d{4})[T ,]+\d{1,2}:\d{2}/;
const DIGITS = /^\d{10,19}(?:\.\d+)?$/;
const NAME_OF_A_TIME = /time|date|stamp|epoch|seen|zeit|datum|时间|日期|[_a-z](?:At|_at|_ts|Ts)$/i;
/** 2000 to 2100 in seconds since 1970. */
const EARLIEST_SECONDS = 946_684_800;
const LATEST_SECONDS = 4_102_444_800;
/** What a device kept back for longer than a year under a key of no known name is not told from a counter. */
const LONGEST_BACKLOG_SECONDS = 366 * 86_400;
/** A device's clock may be fast, or set to local time. */
const FASTEST_CLOCK_SECONDS = 86_400;
const SMALLER_UNITS = [
  ['milliseconds', 1e3],
  ['microseconds', 1e6],
  ['nanoseconds', 1e9],
] as const;

/**
 * Whether an entry of a message that arrived at `receivedAt` (milliseconds since 1970) is meant as its time:
 * `{"time": 12.5}` and `{"t": 20}` are channels.
 */
export function isMeantAsTime(key: string, value: unknown, receivedAt: number): boolean {
  if (SHORT_TIME_KEYS.has(key)) return looksLikeTime(key, value, receivedAt) !== null;
  if (!TIME_KEYS.has(key)) return false;
  return typeof value === 'string' || (typeof value === 'number' && value >= EARLIEST_SECONDS / 10);
}

/** Whether a number may be a time in some unit; most are far too small. */
export const isLargeEnoughForTime = (value: unknown): boolean => typeof value === 'number' && value >= EARLIEST_SECONDS;

/**
 * What an entry looks like that is not used as a time, in words: `milliseconds since 1970`; null: no time. Counters
 * come to the size of seconds too: a number counts as seconds where its key names a time, or where they lie between a
 * year before and a day after the arrival of the message (`receivedAt`, milliseconds since 1970).
 */
export function looksLikeTime(key: string, value: unknown, receivedAt: number): string | null {
  if (typeof value === 'string') {
    if (DIGITS.test(value)) return looksLikeTime(key, Number(value), receivedAt);
    return DAY_AND_HOUR.test(value) ? 'a time' : null;
  }
  if (typeof value !== 'number' || value < EARLIEST_SECONDS) return null;
  for (const [name, perSecond] of SMALLER_UNITS) {
    if (isWithin(value / perSecond)) return `${name} since 1970`;
  }
  const isTime = TIME_KEYS.has(key) || NAME_OF_A_TIME.test(key) ? isWithin(value) : isNear(value, receivedAt / 1000);
  return isTime ? 'seconds since 1970' : null;
}

const isWithin = (seconds: number): boolean => seconds >= EARLIEST_SECONDS && seconds <= LATEST_SECONDS;
const isNear = (seconds: number, arrival: number): boolean =>
  seconds >= arrival - LONGEST_BACKLOG_SECONDS && seconds <= arrival + FASTEST_CLOCK_SECONDS;
