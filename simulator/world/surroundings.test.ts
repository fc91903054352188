import { describe, expect, test } from 'vitest';
import { breathe } from './surroundings.ts';

describe('effects of traffic and weather', () => {
  const still = { volumePerHour: 2500, windMetresPerSecond: 1, rainMmPerHour: 0, hourOfDay: 12 };

  test('wind dilutes exhaust, traffic produces it, rain washes dust out', () => {
    expect(breathe({ ...still, windMetresPerSecond: 6 }).no2).toBeLessThan(breathe(still).no2);
    expect(breathe({ ...still, volumePerHour: 200 }).no2).toBeLessThan(breathe(still).no2);
    expect(breathe({ ...still, rainMmPerHour: 30 }).pm10).toBeLessThan(breathe(still).pm10);
  });
});
