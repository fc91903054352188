import { describe, expect, test } from 'vitest';
import { createEventTracker } from './event-tracker.ts';

const MINUTE = 60_000;

/** Observes one depth a minute; returns the events found, including one that goes on at the end. */
function track(depths: readonly number[]) {
  const tracker = createEventTracker({ least: 15, leastMinutes: 5, levels: [5, 20, 30] });
  const during = depths.map((measured, index) =>
    tracker.observe({ at: index * MINUTE, measured, source: () => `at ${measured}` }),
  );
  return [...during, tracker.close()].filter((event) => event !== null);
}

describe('what counts as an event', () => {
  test('a measure above the limit for the minimum duration is an event, with its peak', () => {
    expect(track([0, 15, 20, 31, 25, 18, 15, 14])).toMatchObject([
      { startAt: MINUTE, endAt: 6 * MINUTE, peak: 31, source: 'at 31' },
    ]);
  });

  test('four minutes are none, nor is any duration at 14.9 cm', () => {
    expect(track([0, 15, 20, 31, 25, 18, 0])).toEqual([]);
    expect(track(Array.from({ length: 60 }, () => 14.9))).toEqual([]);
  });

  test('water that remains at the end counts up to there', () => {
    expect(track([20, 20, 20, 20, 20, 20])).toMatchObject([{ startAt: 0, endAt: 5 * MINUTE, peak: 20 }]);
  });

  test('it says when each level was passed, also those below the limit', () => {
    const [event] = track([0, 6, 10, 16, 22, 22, 16, 16, 15, 4]);
    expect(event?.passed).toEqual([
      { level: 5, from: MINUTE, until: 8 * MINUTE },
      { level: 20, from: 4 * MINUTE, until: 5 * MINUTE },
    ]);
  });

  test('what is not a number is no event', () => {
    expect(track(Array.from({ length: 60 }, () => Number.NaN))).toEqual([]);
  });

  test('two floods with a dry time between are two', () => {
    const flood = [20, 20, 20, 20, 20, 20];
    expect(track([...flood, 0, ...flood, 0])).toHaveLength(2);
  });
});
