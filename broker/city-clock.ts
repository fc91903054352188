import { type ClockStanding, createWallTime, type WallTime } from './wall-time.ts';

/** City time at the gateway: the `receivedAt` of the next record. */
export interface CityClock {
  readonly kind: 'wall' | 'driven';
  /** Milliseconds since 1970, UTC; never decreases but by an amendment. Null: a driven city, no clock message yet. */
  now(): number | null;
  /** Moves a driven clock forward. Returns false and changes nothing for a time before `now()` or on the wall clock. */
  advanceTo(cityTime: number): boolean;
  /** How it stands to the wall clock of the machine; null in a driven city. */
  readonly wall: Omit<WallTime, 'now'> | null;
}

/** What a city's clock goes on from. */
export interface CityClockOptions {
  readonly kind: 'wall' | 'driven';
  /** City time of the newest record of the journal; null: it is empty. */
  readonly lastReceivedAt: number | null;
  readonly wallNow: () => number;
  /** Monotonic clock, milliseconds; only differences count. */
  readonly monotonicNow: () => number;
  /** A wall clock that is ahead of city time by more is not believed; absent: 7 days. */
  readonly maxForwardMillis?: number;
  /** What the journal says of the clock; absent: nothing. */
  readonly past?: { readonly lastStanding: ClockStanding; readonly acceptedAheadMillis: number };
}

/** A city that is off over a weekend or a week of holidays must start without a question. */
const MAX_FORWARD_MILLIS = 7 * 86_400_000;
const NOTHING = { lastStanding: 'following', acceptedAheadMillis: 0 } as const;

/** Creates a clock that goes on from the newest record of the journal. */
export function createCityClock(options: CityClockOptions): CityClock {
  const { kind, maxForwardMillis = MAX_FORWARD_MILLIS, past = NOTHING } = options;
  // Records of a driven city without a time yet (its configuration) have receivedAt 0, which is not a city time.
  const lastReceivedAt = options.lastReceivedAt === 0 ? null : options.lastReceivedAt;
  if (kind === 'wall') {
    const wall = createWallTime({ ...options, ...past, maxForwardMillis, lastReceivedAt });
    return { kind, wall, now: wall.now, advanceTo: () => false };
  }
  let last = lastReceivedAt;
  return {
    kind,
    wall: null,
    now: () => last,
    advanceTo(cityTime) {
      if (last !== null && cityTime < last) return false;
      last = cityTime;
      return true;
    },
  };
}
