import { describe, expect, it } from 'vitest';
import { aggregatesOf, whyNotAggregated } from './aggregates-of.ts';

describe('the aggregates of a property', () => {
  it('follow from its kind, the usual one first', () => {
    expect(aggregatesOf('rain.depth')[0]).toBe('sum');
    expect(aggregatesOf('weather.temperature')[0]).toBe('mean');
    expect(aggregatesOf('weather.wind_direction')).toEqual(['mean', 'count']);
  });

  it('are refused with the reason and with those that there are', () => {
    expect(whyNotAggregated('air.pm2_5', 'mean')).toBeNull();
    expect(whyNotAggregated('rain.depth', 'mean')).toMatch(
      /rain\.depth is an amount .* there are sum, min, max, count/,
    );
    expect(whyNotAggregated('air.pm2_5', 'sum')).toMatch(/level/);
    expect(whyNotAggregated('traffic.volume', 'sum')).toMatch(/rate/);
    expect(whyNotAggregated('weather.wind_direction', 'max')).toMatch(/direction/);
  });
});
