import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { timeRangeOf } from './time-range.ts';

describe('the time range of a query', () => {
  const instant = fc.integer({ min: 0, max: 4e12 });

  test('is refused when it is empty or ends before it begins', () => {
    const optional = fc.option(instant, { nil: undefined });
    fc.assert(
      fc.property(optional, optional, instant, (from, until, cityTime) => {
        try {
          const range = timeRangeOf({ from, until }, cityTime);
          expect(range !== null && range.from < range.until).toBe(true);
        } catch (error) {
          expect(error).toMatchObject({ statusCode: 400, field: 'from' });
          expect(from).toBeGreaterThanOrEqual(until ?? cityTime + 1);
        }
      }),
    );
  });

  test('needs no city time where both ends are given', () => {
    expect(timeRangeOf({ from: 1, until: 2 }, null)).toEqual({ from: 1, until: 2 });
    expect(timeRangeOf({ from: 1 }, null)).toBeNull();
  });
});
