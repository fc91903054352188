import { describe, expect, test } from 'vitest';
import { type ClockChange, createWallTime } from './wall-time.ts';

const NOON = Date.UTC(2026, 5, 1, 4);
const DAY = 86_400_000;
const YEARS = 1461 * DAY;

/** City time that goes on from NOON, by a wall and a monotonic clock that a test moves. */
function clocks(options: Partial<Parameters<typeof createWallTime>[0]> & { readonly wall?: number } = {}) {
  let wall = options.wall ?? NOON;
  let monotonic = 5;
  const changes: ClockChange[] = [];
  const time = createWallTime({
    wallNow: () => wall,
    monotonicNow: () => monotonic,
    lastReceivedAt: NOON,
    maxForwardMillis: 7 * DAY,
    acceptedAheadMillis: 0,
    lastStanding: 'following',
    ...options,
  });
  time.listen((change) => changes.push(change));
  return {
    time,
    changes,
    /** Time passes, and somebody sets the wall clock by `jump`. */
    pass(millis: number, jump = 0) {
      monotonic += millis;
      wall += millis + jump;
      return time.now() - NOON;
    },
  };
}

describe('city time while the gateway runs', () => {
  test('follows a wall clock that is slewed or stepped by seconds, and never goes back', () => {
    const { pass, time, changes } = clocks();
    expect([pass(1000), pass(1000, -3000), pass(1000), pass(5000), pass(1000, 9000)]).toEqual([
      1000, 1000, 1000, 5000, 15_000,
    ]);
    expect(time.standing).toBe('following');
    expect(changes).toEqual([]);
  });

  test('goes on by the monotonic clock when the wall clock is set back by an hour, until it is set right', () => {
    const { pass, time, changes } = clocks();
    pass(1000);
    expect(pass(1000, -3_600_000)).toBe(2000);
    expect(time.standing).toBe('held');
    expect(pass(60_000)).toBe(62_000);
    expect(pass(1000, 3_600_000)).toBe(63_000);
    expect(time.standing).toBe('following');
    expect(changes.map(({ from, to, aheadMillis }) => [from, to, aheadMillis])).toEqual([
      ['following', 'held', 3_600_000],
      ['held', 'following', 0],
    ]);
  });

  test('steps over an hour that the machine slept, and says from when to when', () => {
    const { pass, changes } = clocks();
    expect(pass(1000, 3_600_000)).toBe(3_601_000);
    expect(changes).toMatchObject([{ from: 'following', to: 'following', since: NOON, now: NOON + 3_601_000 }]);
  });

  test('does not follow into the year 2030', () => {
    const { pass, time } = clocks();
    expect(pass(1000, YEARS)).toBe(1000);
    expect(time.standing).toBe('held');
    expect(pass(1000)).toBe(2000);
    expect(pass(1000, -YEARS)).toBe(3000);
    expect(time.standing).toBe('following');
  });
});

describe('city time at a start', () => {
  test.each([
    ['a weekend later', 3 * DAY, 'following', 3 * DAY],
    ['8 days later', 8 * DAY, 'held', 0],
    ['in 2030', YEARS, 'held', 0],
    ['in the past', -YEARS, 'held', 0],
    ['a second before the last record', -1000, 'following', 0],
  ] as const)('%s', (_, later, standing, expected) => {
    const { time, pass, changes } = clocks({ wall: NOON + later });
    expect(time.standing).toBe(standing);
    expect(pass(0)).toBe(expected);
    expect(changes.map(({ to }) => to)).toEqual(standing === 'held' ? ['held'] : []);
  });

  test('an empty journal begins at the wall clock, whatever that is', () => {
    const { time, pass } = clocks({ lastReceivedAt: null, wall: NOON + YEARS });
    expect(pass(0)).toBe(YEARS);
    expect(time.standing).toBe('following');
  });

  test('says that a hold is over which had not ended when the city did', () => {
    const { changes } = clocks({ lastStanding: 'held' });
    expect(changes).toMatchObject([{ from: 'held', to: 'following' }]);
  });
});

describe('a person', () => {
  test('accepts a wall clock that is ahead: city time steps to it, and the gap is named', () => {
    const { time, pass, changes } = clocks({ wall: NOON + 8 * DAY });
    pass(1000);
    time.accept();
    expect(time.standing).toBe('following');
    expect(changes.at(-1)).toMatchObject({ from: 'held', to: 'following', since: NOON + 1000 });
    expect(pass(1000)).toBe(8 * DAY + 2000);
  });

  test('accepts one that is behind: city time runs at half speed until it is caught up, also over a restart', () => {
    const { time, pass, changes } = clocks({ wall: NOON - 60_000 });
    time.accept();
    expect([pass(10_000), pass(10_000)]).toEqual([5_000, 10_000]);
    expect(time.standing).toBe('slewing');
    const later = clocks({ wall: NOON - 50_000, lastStanding: 'slewing', acceptedAheadMillis: 60_000 });
    expect(later.time.standing).toBe('slewing');
    expect(later.changes).toEqual([]);
    expect(pass(100_000)).toBe(60_000);
    expect(pass(20_000)).toBe(80_000);
    expect(changes.at(-1)).toMatchObject({ from: 'slewing', to: 'following' });
    // What was accepted once is not accepted the next time.
    pass(0, -60_000);
    expect(time.standing).toBe('held');
  });

  test('shifts city time back from 2030; the wall clock is followed again', () => {
    const { time, pass } = clocks({ lastReceivedAt: NOON + YEARS });
    expect(time.standing).toBe('held');
    expect(pass(1000)).toBe(YEARS + 1000);
    expect(time.shift(-YEARS)).toBe(NOON + 1000);
    expect(pass(1000)).toBe(2000);
    expect(time.standing).toBe('following');
  });
});
