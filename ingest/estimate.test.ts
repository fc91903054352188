import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { estimate } from './estimate.ts';

const even = (...values: number[]) => values.map((value) => ({ value, accuracy: 1 }));

describe('an estimate', () => {
  it('of one device is its value', () => {
    expect(estimate([{ value: 3, accuracy: 0.5 }], 'arithmetic')).toEqual({
      value: 3,
      uncertainty: 0.5,
      isOutlier: [false],
    });
  });

  it('of two is weighted by accuracy, with a larger uncertainty when they disagree', () => {
    const agreed = estimate(
      [
        { value: 10, accuracy: 1 },
        { value: 10, accuracy: 2 },
      ],
      'arithmetic',
    );
    expect(agreed).toMatchObject({ value: 10, uncertainty: Number((1 / Math.sqrt(1.25)).toPrecision(6)) });
    const disagreeing = estimate(
      [
        { value: 0, accuracy: 1 },
        { value: 10, accuracy: 2 },
      ],
      'arithmetic',
    );
    expect(disagreeing.value).toBe(2);
    expect(disagreeing.uncertainty).toBeGreaterThan(3);
  });

  it('of three or more excludes an outlier', () => {
    const { value, isOutlier } = estimate(even(10, 10.2, 9.8, 60), 'arithmetic');
    expect(value).toBe(10);
    expect(isOutlier).toEqual([false, false, false, true]);
  });

  it('never excludes a value within the accuracy of its instrument', () => {
    expect(estimate(even(10, 10, 10, 12.9), 'arithmetic').isOutlier).toEqual([false, false, false, false]);
  });

  it('of directions is circular: the mean of 350 and 10 degrees is 0', () => {
    expect(estimate(even(350, 10), 'circular').value).toBeCloseTo(0, 6);
    expect(estimate(even(350, 10, 0, 180), 'circular').isOutlier).toEqual([false, false, false, true]);
    expect(estimate(even(180, 190), 'circular').value).toBe(185);
  });

  it('of levels in dB has their mean energy, and outliers as levels', () => {
    expect(estimate(even(50, 70), 'energetic').value).toBe(67.0329);
    expect(estimate(even(60, 60), 'energetic')).toEqual(estimate(even(60, 60), 'arithmetic'));
    expect(estimate(even(60, 60.5, 59.5, 90), 'energetic')).toMatchObject({
      value: 60.0192,
      isOutlier: [false, false, false, true],
    });
    const weighted = estimate(
      [
        { value: 50, accuracy: 1 },
        { value: 70, accuracy: 3 },
      ],
      'energetic',
    );
    expect(weighted.value).toBe(Number((10 * Math.log10((9e5 + 1e7) / 10)).toPrecision(6)));
    expect(estimate(even(-20, 9_000), 'energetic').value).toBeGreaterThan(8_000);
  });

  it('lies between the lowest and the highest value that is not excluded', () => {
    const value = fc.double({ min: -1e6, max: 1e6, noNaN: true });
    const sample = fc.record({ value, accuracy: fc.double({ min: 0.01, max: 100, noNaN: true }) });
    fc.assert(
      fc.property(fc.array(sample, { minLength: 1, maxLength: 12 }), (samples) => {
        const result = estimate(samples, 'arithmetic');
        const used = samples.filter((_, i) => !result.isOutlier[i]).map((each) => each.value);
        const slack = 1e-5 * Math.max(...used.map(Math.abs)) + 1e-9;
        expect(result.value).toBeGreaterThanOrEqual(Math.min(...used) - slack);
        expect(result.value).toBeLessThanOrEqual(Math.max(...used) + slack);
        expect(result.uncertainty).toBeGreaterThan(0);
      }),
    );
  });
});
