import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { questionOf, timeRangeOf } from './question.ts';
import { testCity } from './test-city.ts';

describe('the time range of a question', () => {
  const instant = fc.integer({ min: 1e12, max: 4e12 });

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
    expect(timeRangeOf({ from: 1, until: '1970-01-01T00:00:01Z' }, null)).toEqual({ from: 1, until: 1000 });
    expect(timeRangeOf({ from: 1 }, null)).toBeNull();
  });
});

describe('what a question is about', () => {
  const { deps } = testCity();

  test('a zone is its subtree', () => {
    expect(questionOf({ zone: 'city' }, deps)).toEqual({ zoneIds: ['city', 'road-1'] });
    expect(questionOf({ zone: 'road-1' }, deps)).toEqual({ zoneIds: ['road-1'] });
  });

  test('names that do not exist are refused, with those that do', () => {
    expect(() => questionOf({ zone: 'nowhere' }, deps)).toThrow(
      'There is no zone "nowhere" in this city; there are city, road-1.',
    );
    expect(() => questionOf({ device: 'nodev' }, deps)).toThrow(
      'There is no device "nodev" in this city; there are rain-1, rain-2.',
    );
  });

  test('a device that was removed is known as long as the ledger remembers it', () => {
    const registry = { ...deps.registry(), devices: new Map() };
    expect(questionOf({ device: 'rain-1' }, { ...deps, registry: () => registry })).toEqual({ deviceId: 'rain-1' });
    expect(() => questionOf({ device: 'rain-2' }, { ...deps, registry: () => registry })).toThrow('there are none.');
  });
});
