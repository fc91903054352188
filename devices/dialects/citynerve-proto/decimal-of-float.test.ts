import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decimalOfFloat } from './decimal-of-float.ts';

describe('the decimal of a float', () => {
  it('stands for the same float, and no shorter one does', () => {
    // Below the smallest normal float, where digits run out, any decimal of six digits will do.
    const normal = fc.float({ noNaN: true, noDefaultInfinity: true }).filter((float) => Math.abs(float) >= 2e-38);
    fc.assert(
      fc.property(normal, (float) => {
        const shortest = [1, 2, 3, 4, 5, 6, 7, 8, 9].map((digits) => Number(float.toPrecision(digits)));
        expect(decimalOfFloat(float)).toBe(shortest.find((decimal) => Math.fround(decimal) === float));
      }),
      { numRuns: 2000 },
    );
  });

  it('is what the device meant, for readings of few decimals', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -9_999_999, max: 9_999_999 }),
        fc.integer({ min: 1, max: 4 }),
        (whole, decimals) => {
          const meant = Number(`${whole}e-${decimals}`);
          // Seven digits are told apart below 1000 only: 8589.973 and 8589.974 are two floats, 8589973 and 8589974 would not all be.
          if (Math.abs(meant) < 1000) expect(decimalOfFloat(Math.fround(meant))).toBe(meant);
        },
      ),
    );
  });

  it.each([0, -0, 1e-45, Number.NaN, Number.POSITIVE_INFINITY])('%d stays', (float) => {
    expect(Math.fround(decimalOfFloat(Math.fround(float)))).toBe(Math.fround(float));
  });
});
