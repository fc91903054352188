/**
 * How city time stands to the wall clock of the machine. `following`: it is the wall clock. `held`: the wall clock has
 * jumped, and city time goes on by the monotonic clock until a person or the wall clock ends it. `slewing`: a person
 * has accepted a wall clock that is behind; city time runs at half speed until the wall clock has caught up.
 */
export type ClockStanding = 'following' | 'held' | 'slewing';

/** A change of the standing, or a step forward of city time that was followed; times in ms since 1970, UTC. */
export interface ClockChange {
  readonly from: ClockStanding;
  readonly to: ClockStanding;
  /** Found when the gateway started: nobody knows for how long it was down. */
  readonly isAtStart: boolean;
  /** City time had reached `since` when it was read as `now`; more than `STEP_MILLIS` apart: it was stepped over. */
  readonly since: number;
  readonly now: number;
  /** City time minus wall time, milliseconds. */
  readonly aheadMillis: number;
}

/** City time of a city on the wall clock. */
export interface WallTime {
  /** Milliseconds since 1970, UTC; never decreases but by `shift`. */
  now(): number;
  readonly standing: ClockStanding;
  /** City time minus wall time when `now` was last called, milliseconds. */
  readonly aheadMillis: number;
  /** The wall clock is right: steps to it where it is ahead, slews to it where it is behind. */
  accept(): void;
  /** Moves city time by `millis`, without a look at the wall clock; returns the new city time. */
  shift(millis: number): number;
  /** Calls `listener` with each change from now on, and at once where city time is held, or was when the city ended. */
  listen(listener: (change: ClockChange) => void): void;
}

/**
 * NTP slews a difference of up to 128 ms and steps a larger one; time servers of the common systems agree within
 * seconds. A wall clock that is behind by no more is not held: city time stands still until it has caught up.
 */
export const STEP_MILLIS = 10_000;

/**
 * Creates city time that goes on from the last record of the journal. Two clocks are read at the same moment: the wall
 * clock, and a monotonic one of which only differences count. What the monotonic clock does not explain is a jump.
 */
export function createWallTime(options: {
  readonly wallNow: () => number;
  readonly monotonicNow: () => number;
  /** City time of the last record; null: the journal is empty. */
  readonly lastReceivedAt: number | null;
  /** A wall clock that is ahead of city time by more is held. */
  readonly maxForwardMillis: number;
  /** By how much the wall clock was behind when a person accepted it, 0: never; see `pastOfClock`. */
  readonly acceptedAheadMillis: number;
  /** What the journal says last of the standing. */
  readonly lastStanding: ClockStanding;
}): WallTime {
  const { wallNow, monotonicNow, maxForwardMillis } = options;
  let acceptedAheadMillis = options.acceptedAheadMillis;
  let time = options.lastReceivedAt;
  let readAt = monotonicNow();
  let standing: ClockStanding = 'following';
  let aheadMillis = 0;
  let tell: ((change: ClockChange) => void) | null = null;

  function judge(ahead: number): ClockStanding {
    if (-ahead > maxForwardMillis) return 'held';
    if (ahead <= STEP_MILLIS) return 'following';
    return ahead <= acceptedAheadMillis + STEP_MILLIS ? 'slewing' : 'held';
  }

  function read(isAccepting: boolean): number {
    const wall = Math.trunc(wallNow());
    const monotonicBefore = readAt;
    readAt = monotonicNow();
    const elapsed = readAt - monotonicBefore;
    const since = time ?? wall;
    const expected = time === null ? wall : since + elapsed;
    const from = standing;
    if (isAccepting) acceptedAheadMillis = expected - wall;
    standing = isAccepting && expected - wall <= STEP_MILLIS ? 'following' : judge(expected - wall);
    if (standing === 'following') {
      acceptedAheadMillis = 0;
      time = Math.max(since, wall);
    } else {
      time = standing === 'held' ? expected : since + elapsed / 2;
    }
    const now = Math.trunc(time);
    aheadMillis = now - wall;
    if (from !== standing || time - expected > STEP_MILLIS) {
      tell?.({ from, to: standing, isAtStart: false, since: Math.trunc(since), now, aheadMillis });
    }
    return now;
  }

  const now = () => read(false);

  return {
    now,
    get standing() {
      return standing;
    },
    get aheadMillis() {
      return aheadMillis;
    },
    accept: () => void read(true),
    shift(millis) {
      time = now() + millis;
      return Math.trunc(time);
    },
    listen(listener) {
      const city = now();
      tell = listener;
      const { lastStanding } = options;
      const isNews = standing === 'held' || (standing === 'following' && lastStanding !== 'following');
      if (isNews) listener({ from: lastStanding, to: standing, isAtStart: true, since: city, now: city, aheadMillis });
    },
  };
}
