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

/** Text that begins with a day and an hour. */
const DAY_AND_HOUR = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}/;
const NAME_OF_A_TIME = /time|date|stamp|epoch|seen|[_a-z](?:At|_at|_ts|Ts)$/i;
/** 2000 to 2100 in seconds since 1970. */
const EARLIEST_SECONDS = 946_684_800;
const LATEST_SECONDS = 4_102_444_800;
const SMALLER_UNITS = [
  ['milliseconds', 1e3],
  ['microseconds', 1e6],
  ['nanoseconds', 1e9],
] as const;

/** Whether the value under one of `TIME_KEYS` is meant as a time: `{"time": 12.5}` is a channel. */
export const isMeantAsTime = (value: unknown): boolean =>
  typeof value === 'string' || (typeof value === 'number' && value >= EARLIEST_SECONDS / 10);

/** Whether a number may be a time in some unit; most are far too small. */
export const isLargeEnoughForTime = (value: unknown): boolean => typeof value === 'number' && value >= EARLIEST_SECONDS;

/**
 * What an entry looks like that is not used as a time, in words: `milliseconds since 1970`; null: no time. A number
 * counts in seconds only where its key names a time, for counters come to such numbers too.
 */
export function looksLikeTime(key: string, value: unknown): string | null {
  if (typeof value === 'string') return DAY_AND_HOUR.test(value) ? 'a time' : null;
  if (typeof value !== 'number' || value < EARLIEST_SECONDS) return null;
  for (const [name, perSecond] of SMALLER_UNITS) {
    if (isWithin(value / perSecond)) return `${name} since 1970`;
  }
  return isWithin(value) && NAME_OF_A_TIME.test(key) ? 'seconds since 1970' : null;
}

const isWithin = (seconds: number): boolean => seconds >= EARLIEST_SECONDS && seconds <= LATEST_SECONDS;
