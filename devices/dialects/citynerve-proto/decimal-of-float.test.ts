import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decimalOfFloat } from './decimal-of-float.ts';

describe('the decimal of a float', () => {
  it('is the shortest decimal that rounds to the same float', () => {
    // Subnormal floats have fewer significant digits: there any decimal of six digits is accepted.
    const normal = fc.float({ noNaN: true, noDefaultInfinity: true }).filter((float) => Math.abs(float) >= 2e-38);
    fc.assert(
      fc.property(normal, (float) => {
        const shortest = [1, 2, 3, 4, 5, 6, 7, 8, 9].map((digits) => Number(float.toPrecision(digits)));
        expect(decimalOfFloat(float)).toBe(shortest.find((decimal) => Math.fround(decimal) === float));
      }),
      { numRuns: 2000 },
    );
  });

  it('is the number that the device measured, for values with few decimals', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -9_999_999, max: 9_999_999 }),
        fc.integer({ min: 1, max: 4 }),
        (whole, decimals) => {
          const meant = Number(`${whole}e-${decimals}`);
          // Four decimals are at most seven significant digits, and so distinct as floats, only below 1000.
          if (Math.abs(meant) < 1000) expect(decimalOfFloat(Math.fround(meant))).toBe(meant);
        },
      ),
    );
  });

  it.each([0, -0, 1e-45, Number.NaN, Number.POSITIVE_INFINITY])('%d is unchanged', (float) => {
    expect(Math.fround(decimalOfFloat(Math.fround(float)))).toBe(Math.fround(float));
  });
});
