import type { CityStatus, ExtensionStatus, SinkProgress } from '../../model/city-status.ts';

/** How current the page is: the most serious limit, or that everything is up to date. */
export type Freshness =
  /** No status has been received yet. */
  | { readonly is: 'unknown' }
  | { readonly is: 'lost' }
  /** The connection is up, and no status arrives. */
  | { readonly is: 'past'; readonly forMillis: number }
  | { readonly is: 'gateway-away' }
  /** The gateway runs and appends nothing, not even ticks. */
  | { readonly is: 'no-tick'; readonly forMillis: number }
  /** `records` null: the cursor of a sink is not known yet. */
  | { readonly is: 'catching-up'; readonly forMillis: number; readonly records: number | null }
  | { readonly is: 'sinks-behind'; readonly sinks: readonly SinkProgress[] }
  /** City time does not follow the clock of the machine. `isTimeKnown` false: it may be wrong itself. */
  | { readonly is: 'clock-held'; readonly aheadMillis: number; readonly isTimeKnown: boolean }
  | { readonly is: 'extensions-off'; readonly extensions: readonly ExtensionStatus[] }
  /** City time waits at half speed for the clock of the machine, which a person has accepted. */
  | { readonly is: 'clock-slewing' }
  | { readonly is: 'up-to-date' };

/** The city sends its status each second; after three missing ones the page may be out of date. */
const PAST_AFTER_MILLIS = 3_000;
/** A tick is written each second and folded at once. */
const OLD_TICK_MILLIS = 5_000;
/** A sink that is a few seconds behind works normally. */
const SINK_BEHIND_SECONDS = 10;
/** The same where the age is not known. */
const SINK_BEHIND_RECORDS = 1_000;

/** Judges the last status. `silentMillis`: time since any status; null when the page just opened. */
export function judgeFreshness(seen: {
  readonly connection: 'connecting' | 'live' | 'lost';
  readonly clock: 'wall' | 'driven';
  readonly status: CityStatus | null;
  readonly silentMillis: number | null;
}): Freshness {
  const { connection, clock, status, silentMillis } = seen;
  if (connection === 'lost') return { is: 'lost' };
  if (silentMillis !== null && silentMillis >= PAST_AFTER_MILLIS) return { is: 'past', forMillis: silentMillis };
  if (status === null) return { is: 'unknown' };
  if (!status.isGatewayThere) return { is: 'gateway-away' };
  const { sinks, lag, extensions } = status;
  const forMillis = status.tickAt === null ? 0 : status.saidAt - status.tickAt;
  if (forMillis >= OLD_TICK_MILLIS) {
    // When a sink has taken everything, everything is folded: the fold does not lag, there is nothing to fold.
    const isFolded = lag.records === 0 || sinks.some(({ behindRecords }) => behindRecords === 0);
    const isKnown = sinks.every(({ behindRecords }) => behindRecords !== null);
    if (!isFolded) return { is: 'catching-up', forMillis, records: isKnown ? lag.records : null };
    // A driven clock has ticks only while a simulator or replay runs.
    if (clock === 'wall') return { is: 'no-tick', forMillis };
  }
  const { clockHold } = status;
  if (clockHold?.isAccepted === false) {
    const { aheadMillis, isTimeKnown } = clockHold;
    return { is: 'clock-held', aheadMillis, isTimeKnown };
  }
  // An extension that is off comes first: what it misses is lost, what a sink lacks is caught up.
  const off = extensions.filter(({ isOn }) => !isOn);
  if (off.length > 0) return { is: 'extensions-off', extensions: off };
  const late = sinks.filter(isLate);
  if (late.length > 0) return { is: 'sinks-behind', sinks: late };
  return clockHold === null ? { is: 'up-to-date' } : { is: 'clock-slewing' };
}

/** True when alerts may be open that the page does not know. */
export const isPast = ({ is }: Freshness): boolean =>
  is === 'unknown' ||
  is === 'lost' ||
  is === 'past' ||
  is === 'gateway-away' ||
  is === 'no-tick' ||
  is === 'catching-up';

const isLate = ({ trouble, behindSeconds, behindRecords }: SinkProgress): boolean =>
  trouble !== null ||
  behindRecords === null ||
  (behindSeconds === null ? behindRecords >= SINK_BEHIND_RECORDS : behindSeconds >= SINK_BEHIND_SECONDS);
