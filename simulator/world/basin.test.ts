import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type BasinFacts, type BasinStep, DRY_BASIN, pondDepthCm, stepBasin } from './basin.ts';

const FACTS: BasinFacts = {
  catchmentSquareMetres: 25_000,
  gravityM3PerHour: 2_000,
  inletM3PerHour: 7_000,
  storageM3: 300,
  lakeWidthMetres: 40,
  roadSlope: 0.03,
  spillDepthCm: 150,
};
const STILL: BasinStep = {
  rainMmPerHour: 0,
  inflowM3: 0,
  pumpedM3: 0,
  gravityShare: 1,
  blockedInletShare: 0,
  seconds: 10,
};

/** Depths after each step of 10 s. */
function depths(rain: readonly number[], more: Partial<BasinStep> = {}, facts = FACTS): number[] {
  let basin = DRY_BASIN;
  return rain.map((rainMmPerHour) => {
    basin = stepBasin(basin, facts, { ...STILL, ...more, rainMmPerHour }).basin;
    return pondDepthCm(basin, facts);
  });
}

const rain = fc.array(fc.double({ min: 0, max: 250, noNaN: true }), { minLength: 1, maxLength: 400 });
const share = fc.double({ min: 0, max: 1, noNaN: true });
const isNowhereLess = (more: readonly number[], less: readonly number[]) =>
  more.every((depth, index) => depth >= (less[index] ?? 0) - 1e-9);

describe('water at a low point without pumps', () => {
  test('more rain never gives less ponding', () => {
    fc.assert(
      fc.property(rain, fc.double({ min: 0, max: 50, noNaN: true }), share, (mm, extra, gravityShare) =>
        isNowhereLess(
          depths(
            mm.map((each) => each + extra),
            { gravityShare },
          ),
          depths(mm, { gravityShare }),
        ),
      ),
    );
  });

  test('a worse blockage of the drain or of the gullies never gives less ponding', () => {
    fc.assert(
      fc.property(rain, share, share, (mm, one, other) => {
        const [less, more] = [Math.min(one, other), Math.max(one, other)];
        return (
          isNowhereLess(depths(mm, { gravityShare: less }), depths(mm, { gravityShare: more })) &&
          isNowhereLess(depths(mm, { blockedInletShare: more }), depths(mm, { blockedInletShare: less }))
        );
      }),
    );
  });

  test('a larger pipe never gives more ponding', () => {
    fc.assert(
      fc.property(rain, fc.double({ min: 1, max: 2, noNaN: true }), (mm, factor) =>
        isNowhereLess(depths(mm), depths(mm, {}, { ...FACTS, gravityM3PerHour: FACTS.gravityM3PerHour * factor })),
      ),
    );
  });

  test('water is never deeper than its spill level, nor below zero', () => {
    fc.assert(
      fc.property(rain, share, (mm, gravityShare) =>
        depths(mm, { gravityShare }, { ...FACTS, spillDepthCm: 12 }).every((depth) => depth >= 0 && depth <= 12 + 1e-9),
      ),
    );
  });

  test('no water is made or lost: what comes in goes out, spills over or stays', () => {
    const flow = fc.double({ min: 0, max: 30, noNaN: true });
    const steps = fc.array(
      fc.record({
        rainMmPerHour: fc.double({ min: 0, max: 250, noNaN: true }),
        inflowM3: flow,
        pumpedM3: flow,
        gravityShare: fc.double({ min: -0.5, max: 1, noNaN: true }),
        blockedInletShare: share,
        seconds: fc.constant(10),
      }),
      { maxLength: 300 },
    );
    fc.assert(
      fc.property(steps, fc.constantFrom(12, 150), (each, spillDepthCm) => {
        let basin = DRY_BASIN;
        for (const step of each) {
          const before = basin.drainM3 + basin.pondM3;
          const outcome = stepBasin(basin, { ...FACTS, spillDepthCm }, step);
          basin = outcome.basin;
          const grown = basin.drainM3 + basin.pondM3 - before;
          const balance = outcome.rainM3 + step.inflowM3 - outcome.drainedM3 - outcome.spilledM3 - grown;
          expect(balance).toBeCloseTo(0, 6);
          expect(Math.min(basin.drainM3, basin.pondM3, outcome.spilledM3)).toBeGreaterThanOrEqual(0);
        }
      }),
    );
  });

  test('rain within the capacity of a clean drain leaves the road dry, and the same rain floods a blocked one', () => {
    const hour = Array.from({ length: 360 }, () => 55);
    expect(Math.max(...depths(hour))).toBe(0);
    expect(Math.max(...depths(hour, { gravityShare: 0.1 }))).toBeGreaterThan(30);
    expect(Math.max(...depths(hour, { blockedInletShare: 0.9 }))).toBeGreaterThan(15);
  });

  test('water drains after the rain', () => {
    const storm = [...Array.from({ length: 360 }, () => 55), ...Array.from({ length: 360 }, () => 0)];
    const level = depths(storm, { gravityShare: 0.5 });
    expect(level[400]).toBeLessThan(level[359] ?? 0);
  });
});
