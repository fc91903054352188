import type { CityStatus, ExtensionStatus, SinkProgress } from '../../model/city-status.ts';

/** How far the page can be trusted: the gravest of what is wrong, or that all is up to date. */
export type Standing =
  /** Nothing has been said yet. */
  | { readonly is: 'unknown' }
  | { readonly is: 'lost' }
  /** The connection stands, and the city says nothing. */
  | { readonly is: 'past'; readonly forMillis: number }
  | { readonly is: 'gateway-away' }
  /** The gateway is there and writes nothing, not even ticks. */
  | { readonly is: 'no-tick'; readonly forMillis: number }
  | { readonly is: 'catching-up'; readonly forMillis: number; readonly records: number }
  | { readonly is: 'sinks-behind'; readonly sinks: readonly SinkProgress[] }
  | { readonly is: 'extensions-off'; readonly extensions: readonly ExtensionStatus[] }
  | { readonly is: 'up-to-date' };

/** The city says each second how it is: who misses three of them is looking at the past. */
const PAST_AFTER_MILLIS = 3_000;
/** A tick is written each second and folded at once. */
const OLD_TICK_MILLIS = 5_000;
/** A sink that is a few seconds behind is at work. */
const SINK_BEHIND_SECONDS = 10;
/** The same where the age is not known. */
const SINK_BEHIND_RECORDS = 1_000;

/** Judges what the page has last been told. `silentMillis`: since the city said anything; null when the page just opened. */
export function judgeStanding(seen: {
  readonly connection: 'connecting' | 'live' | 'lost';
  readonly clock: 'wall' | 'driven';
  readonly status: CityStatus | null;
  readonly silentMillis: number | null;
}): Standing {
  const { connection, clock, status, silentMillis } = seen;
  if (connection === 'lost') return { is: 'lost' };
  if (silentMillis !== null && silentMillis >= PAST_AFTER_MILLIS) return { is: 'past', forMillis: silentMillis };
  if (status === null) return { is: 'unknown' };
  if (!status.isGatewayThere) return { is: 'gateway-away' };
  const { sinks, lag, extensions } = status;
  const forMillis = status.tickAt === null ? 0 : status.saidAt - status.tickAt;
  if (forMillis >= OLD_TICK_MILLIS) {
    // What one sink has taken is folded: then the fold does not lag, it has nothing to fold.
    const isFolded = lag.records === 0 || sinks.some(({ behindRecords }) => behindRecords === 0);
    if (!isFolded) return { is: 'catching-up', forMillis, records: lag.records };
    // A driven city has ticks only while somebody drives it.
    if (clock === 'wall') return { is: 'no-tick', forMillis };
  }
  // A part that watches nothing comes first: what it misses is never made up for, what a sink lacks is.
  const off = extensions.filter(({ isOn }) => !isOn);
  if (off.length > 0) return { is: 'extensions-off', extensions: off };
  const late = sinks.filter(isLate);
  return late.length > 0 ? { is: 'sinks-behind', sinks: late } : { is: 'up-to-date' };
}

/** True when what the page shows is not the present: alerts may be open that it does not know. */
export const isPast = ({ is }: Standing): boolean =>
  is === 'unknown' ||
  is === 'lost' ||
  is === 'past' ||
  is === 'gateway-away' ||
  is === 'no-tick' ||
  is === 'catching-up';

const isLate = ({ trouble, behindSeconds, behindRecords }: SinkProgress): boolean =>
  trouble !== null ||
  (behindSeconds === null ? behindRecords >= SINK_BEHIND_RECORDS : behindSeconds >= SINK_BEHIND_SECONDS);
