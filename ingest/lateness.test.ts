import { describe, expect, it } from 'vitest';
import { Lateness } from './lateness.ts';

const SECOND = 1000;
const START = 1_700_000_000_000;

/** One reading a minute, each so many seconds late. */
function hear(lateness: Lateness, delays: readonly number[], from = 0): void {
  delays.forEach((delay, i) => {
    const receivedAt = START + (from + i * 60) * SECOND;
    lateness.hear('gauge', receivedAt - delay * SECOND, 60);
    lateness.closeSecond(receivedAt);
  });
}

describe('lateness', () => {
  it('is known after five late readings, and forgotten when most of the last nine came in time', () => {
    const lateness = new Lateness();
    hear(lateness, [60, 60, 60, 60]);
    expect(lateness.isLate('gauge')).toBe(false);
    hear(lateness, [60], 240);
    expect(lateness.isLate('gauge')).toBe(true);
    hear(lateness, [1, 1, 1, 1], 300);
    expect(lateness.isLate('gauge')).toBe(true);
    hear(lateness, [1], 540);
    expect(lateness.isLate('gauge')).toBe(false);
  });

  it('does not take a backlog that comes in a burst for a habit', () => {
    const lateness = new Lateness();
    hear(lateness, [1, 1, 1, 1, 1, 1]);
    for (let second = 0; second < 25; second += 1) {
      const receivedAt = START + (3600 + second) * SECOND;
      lateness.hear('gauge', receivedAt - 3000 * SECOND, 60);
      lateness.closeSecond(receivedAt);
    }
    expect(lateness.isLate('gauge')).toBe(false);
  });

  it('is the same in another process, and ends with the device', () => {
    const [first, second] = [new Lateness(), new Lateness()];
    hear(first, [90, 90, 90, 90, 90]);
    first.hear('gauge', START + 400 * SECOND, 60);
    second.restore(JSON.parse(JSON.stringify(first.snapshot())));
    expect(second.isLate('gauge')).toBe(true);
    expect(second.snapshot()).toEqual(first.snapshot());
    second.forget('gauge');
    expect(second.isLate('gauge')).toBe(false);
    expect(second.snapshot()).toEqual({ delays: [], heard: [] });
  });
});
