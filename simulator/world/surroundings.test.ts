import { describe, expect, test } from 'vitest';
import { breathe, loadPercent, settleOil } from './surroundings.ts';

describe('effects of traffic and weather', () => {
  const still = { volumePerHour: 2500, windMetresPerSecond: 1, rainMmPerHour: 0, hourOfDay: 12 };

  test('wind dilutes exhaust, traffic produces it, rain washes dust out', () => {
    expect(breathe({ ...still, windMetresPerSecond: 6 }).no2).toBeLessThan(breathe(still).no2);
    expect(breathe({ ...still, volumePerHour: 200 }).no2).toBeLessThan(breathe(still).no2);
    expect(breathe({ ...still, rainMmPerHour: 30 }).pm10).toBeLessThan(breathe(still).pm10);
  });

  test('a heat wave loads transformers, and the oil follows slowly', () => {
    expect(loadPercent(15, 36)).toBeGreaterThan(loadPercent(15, 26) + 20);
    const now = { loadPercent: 90, temperatureCelsius: 35 };
    const soon = settleOil(40, { ...now, seconds: 60 });
    const later = settleOil(40, { ...now, seconds: 3600 });
    expect(soon).toBeGreaterThan(40);
    expect(soon).toBeLessThan(41);
    expect(later).toBeGreaterThan(soon + 5);
  });
});
