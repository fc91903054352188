import { describe, expect, it } from 'vitest';
import { Lateness } from './lateness.ts';

const SECOND = 1000;
const START = 1_700_000_000_000;

/** Observes one reading a minute, each with its delay in seconds. */
function observe(lateness: Lateness, delays: readonly number[], from = 0): void {
  delays.forEach((delay, i) => {
    const receivedAt = START + (from + i * 60) * SECOND;
    lateness.observe('gauge', receivedAt - delay * SECOND, 60);
    lateness.closeSecond(receivedAt);
  });
}

describe('lateness', () => {
  it('is detected after five late readings, and ends when most of the last nine were on time', () => {
    const lateness = new Lateness();
    observe(lateness, [60, 60, 60, 60]);
    expect(lateness.isLate('gauge')).toBe(false);
    observe(lateness, [60], 240);
    expect(lateness.isLate('gauge')).toBe(true);
    observe(lateness, [1, 1, 1, 1], 300);
    expect(lateness.isLate('gauge')).toBe(true);
    observe(lateness, [1], 540);
    expect(lateness.isLate('gauge')).toBe(false);
  });

  it('does not mistake a backlog for lateness', () => {
    const lateness = new Lateness();
    observe(lateness, [1, 1, 1, 1, 1, 1]);
    for (let second = 0; second < 25; second += 1) {
      const receivedAt = START + (3600 + second) * SECOND;
      lateness.observe('gauge', receivedAt - 3000 * SECOND, 60);
      lateness.closeSecond(receivedAt);
    }
    expect(lateness.isLate('gauge')).toBe(false);
  });

  it('is part of a checkpoint, and is deleted with the device', () => {
    const [first, second] = [new Lateness(), new Lateness()];
    observe(first, [90, 90, 90, 90, 90]);
    first.observe('gauge', START + 400 * SECOND, 60);
    second.restore(JSON.parse(JSON.stringify(first.snapshot())));
    expect(second.isLate('gauge')).toBe(true);
    expect(second.snapshot()).toEqual(first.snapshot());
    second.forget('gauge');
    expect(second.isLate('gauge')).toBe(false);
    expect(second.snapshot()).toEqual({ delays: [], heard: [] });
  });
});
