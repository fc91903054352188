import { describe, expect, test } from 'vitest';
import { dailyLoadPercent, stepTransformer, type TransformerFacts } from './transformer.ts';

/** The example of IEC 60076-7 for a naturally cooled distribution transformer. */
const FACTS: TransformerFacts = {
  id: 't-1',
  zoneId: 'c11',
  burden: 1,
  topOilRise: 55,
  hotSpotRise: 23,
  lossRatio: 5,
  oilSeconds: 180 * 60,
};
const settled = (loadPercent: number, airCelsius: number) =>
  stepTransformer(null, FACTS, { loadPercent, airCelsius, seconds: 10 });

describe('a transformer', () => {
  test.each([
    [100, 20, 98],
    [100, 40, 118],
    [80, 40, 97.441],
    [120, 35, 136.405],
    [130, 38, 152.099],
  ])('at %i %% of its current and %i °C settles at a hot spot of %f °C', (load, air, hotSpot) => {
    expect(settled(load, air).hotSpotCelsius).toBeCloseTo(hotSpot, 2);
  });

  test('follows load and air in hours, its winding in minutes', () => {
    const before = settled(50, 30);
    const now = { loadPercent: 130, airCelsius: 37 };
    const soon = stepTransformer(before, FACTS, { ...now, seconds: 600 });
    const later = stepTransformer(soon, FACTS, { ...now, seconds: 4 * 3600 });
    expect(soon.topOilCelsius - before.topOilCelsius).toBeLessThan(5);
    expect(soon.hotSpotCelsius - before.hotSpotCelsius).toBeGreaterThan(20);
    expect(later.topOilCelsius).toBeGreaterThan(before.topOilCelsius + 30);
    expect(later.topOilCelsius).toBeLessThan(settled(130, 37).topOilCelsius);
  });

  test('without load cools towards the air', () => {
    const off = stepTransformer(settled(100, 35), FACTS, { loadPercent: 0, airCelsius: 35, seconds: 24 * 3600 });
    expect(off.hotSpotCelsius).toBeCloseTo(off.topOilCelsius, 3);
    expect(off.topOilCelsius).toBeLessThan(55);
  });

  test('a heat wave loads it', () => {
    expect(dailyLoadPercent(15, 36)).toBeGreaterThan(dailyLoadPercent(15, 26) + 20);
  });
});
