import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type BasinFacts, DRY_BASIN, pondDepthCm, stepBasin } from './basin.ts';

const FACTS: BasinFacts = {
  catchmentSquareMetres: 25_000,
  drainMmPerHour: 80,
  storageMm: 12,
  lakeWidthMetres: 40,
  roadSlope: 0.03,
  spillDepthCm: 150,
};

/** Depths after each step of 10 s. */
function depths(rain: readonly number[], blockedShare = 0, facts = FACTS): number[] {
  let basin = DRY_BASIN;
  return rain.map((rainMmPerHour) => {
    basin = stepBasin(basin, facts, { rainMmPerHour, blockedShare, seconds: 10 });
    return pondDepthCm(basin.pondMm, facts);
  });
}

const rain = fc.array(fc.double({ min: 0, max: 250, noNaN: true }), { minLength: 1, maxLength: 400 });
const share = fc.double({ min: 0, max: 1, noNaN: true });
const isNowhereLess = (more: readonly number[], less: readonly number[]) =>
  more.every((depth, index) => depth >= (less[index] ?? 0) - 1e-9);

describe('water at a low point', () => {
  test('more rain never gives less ponding', () => {
    fc.assert(
      fc.property(rain, fc.double({ min: 0, max: 50, noNaN: true }), share, (mm, extra, blocked) =>
        isNowhereLess(
          depths(
            mm.map((each) => each + extra),
            blocked,
          ),
          depths(mm, blocked),
        ),
      ),
    );
  });

  test('a worse blockage never gives less ponding', () => {
    fc.assert(
      fc.property(rain, share, share, (mm, one, other) =>
        isNowhereLess(depths(mm, Math.max(one, other)), depths(mm, Math.min(one, other))),
      ),
    );
  });

  test('a larger pipe never gives more ponding', () => {
    fc.assert(
      fc.property(rain, fc.double({ min: 1, max: 2, noNaN: true }), (mm, factor) =>
        isNowhereLess(depths(mm), depths(mm, 0, { ...FACTS, drainMmPerHour: FACTS.drainMmPerHour * factor })),
      ),
    );
  });

  test('water is never deeper than its spill level, nor below zero', () => {
    fc.assert(
      fc.property(rain, share, (mm, blocked) =>
        depths(mm, blocked, { ...FACTS, spillDepthCm: 12 }).every((depth) => depth >= 0 && depth <= 12 + 1e-9),
      ),
    );
  });

  test('rain within the capacity of a clean drain leaves the road dry, and the same rain floods a blocked one', () => {
    const hour = Array.from({ length: 360 }, () => 55);
    expect(Math.max(...depths(hour))).toBe(0);
    expect(Math.max(...depths(hour, 0.9))).toBeGreaterThan(30);
  });

  test('water drains after the rain', () => {
    const storm = [...Array.from({ length: 360 }, () => 55), ...Array.from({ length: 360 }, () => 0)];
    const level = depths(storm, 0.5);
    expect(level[400]).toBeLessThan(level[359] ?? 0);
  });
});
