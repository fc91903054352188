import { describe, expect, test } from 'vitest';
import type { Property } from '../../model/property.ts';
import { editionKey } from '../../model/standards-pack.ts';
import { STANDARDS } from '../standards/index.ts';
import { judgePollutant } from './judge-pollutant.ts';
import type { PlaceHours } from './place-hours.ts';

const HOUR = 3_600_000;
const DAY = { period: 'day', from: 0, until: 24 * HOUR } as const;
const LAST_HOUR = { period: 'hour', from: 23 * HOUR, until: 24 * HOUR } as const;
const packOf = (key: string) => {
  const found = STANDARDS.find((pack) => editionKey(pack) === key);
  if (found === undefined) throw new Error(`no ${key}`);
  return found;
};
/** Hours with these values, in the unit of the property. */
const hours =
  (valueAt: (hour: number) => number): PlaceHours =>
  (from) => ({ value: valueAt(from / HOUR), excluded: [] });
const judged = (key: string, property: Property, asked: typeof DAY | typeof LAST_HOUR, of: PlaceHours) =>
  judgePollutant(property, of, asked, packOf(key));

describe('a concentration is rounded as the standard says', () => {
  test.each([
    ['cn-hj633-daily@2026.2', 60.4, 60, 100],
    ['cn-hj633-daily@2026.2', 60.5, 60, 100],
    ['cn-hj633-daily@2026.2', 60.6, 61, 101],
    ['us-epa-aqi@2024.2', 35.49, 35.4, 100],
  ])('%s: a daily mean of PM2.5 of %d is %d, index %d', (key, value, concentration, index) => {
    const part = judged(
      key,
      'air.pm2_5',
      DAY,
      hours(() => value),
    );
    expect(part).toMatchObject({ concentration, index });
  });
});

describe('beyond the last break point', () => {
  test.each([
    ['us-epa-aqi@2024.2', 325.4, false],
    ['us-epa-aqi@2024.2', 500.4, true],
    ['us-epa-aqi@2024.2', 600, true],
    ['cn-hj633-daily@2026.2', 500, false],
    ['cn-hj633-daily@2026.2', 900, true],
  ])('%s: PM2.5 of %d has the index 500, beyond the scale: %s', (key, value, isBeyondScale) => {
    const part = judged(
      key,
      'air.pm2_5',
      DAY,
      hours(() => value),
    );
    expect(part).toMatchObject({ index: 500, isBeyondScale });
  });

  const so2 = (of: number, before: number) => hours((hour) => (hour === 23 ? of : before));
  test('of one averaging time, the standard judges by the other, where it has one', () => {
    const china2012 = judged('cn-hj633-hourly@2012.2', 'air.so2', LAST_HOUR, so2(900, 500));
    expect(china2012).toMatchObject({ averaging: '24-h', concentration: 517, index: 157, isBeyondScale: false });
    const china2026 = judged('cn-hj633-hourly@2026.2', 'air.so2', LAST_HOUR, so2(900, 500));
    expect(china2026).toMatchObject({ averaging: '1-h', index: 200, isBeyondScale: true });
  });

  test('United States: above 304 ppb of SO2 by 24 hours, and 200 while those are below 305 ppb', () => {
    // 1 ppb of SO2 is 2.6186 ug/m3 at 25 degrees.
    const ppb = (value: number): number => value * 2.6186;
    const high = judged('us-epa-aqi@2024.2', 'air.so2', LAST_HOUR, so2(ppb(700), ppb(700)));
    expect(high).toMatchObject({ averaging: '24-h', index: 348, isBeyondScale: false });
    const short = judged('us-epa-aqi@2024.2', 'air.so2', LAST_HOUR, so2(ppb(400), ppb(10)));
    expect(short).toMatchObject({ averaging: '1-h', index: 200, isBeyondScale: false });
  });
});
