import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { GRID_MILLIS } from '../model/grid.ts';
import { AmountSeries } from './amount-series.ts';
import { NOON } from './sample-city.ts';
import { factsOf, located } from './sample-located-readings.ts';

const FACTS = factsOf('rain-1', 'rain');
const reading = (millis: number, value: number, offset: number) =>
  located(FACTS, NOON + millis, value, { offset }).reading;
const MINUTES = Array.from({ length: 11 }, (_, minute) => NOON + minute * GRID_MILLIS);

describe('the recent amounts of a channel', () => {
  test('count once each, and take a bounded memory, for any number of readings in any order of arrival', () => {
    const amounts = fc.uniqueArray(fc.tuple(fc.nat(120_000), fc.nat(9)), {
      selector: ([millis]) => millis,
      minLength: 100,
      maxLength: 400,
    });
    fc.assert(
      fc.property(amounts, fc.infiniteStream(fc.nat(1000)), (made, keys) => {
        const readings = made.map(([millis, tenths], offset) => reading(millis, tenths / 10, offset));
        const arrived = readings.map((each) => [keys.next().value ?? 0, each] as const).sort(([a], [b]) => a - b);
        const [inOrder, inAny] = [new AmountSeries(FACTS), new AmountSeries(FACTS)];
        for (const each of readings.toSorted((a, b) => a.observedAt - b.observedAt)) inOrder.add(each, NOON);
        for (const [, each] of arrived) inAny.add(each, NOON);
        expect(inAny.snapshot()).toEqual(inOrder.snapshot());
        const parts = MINUTES.map((at) => inAny.partAt(at));
        const total = readings.reduce((sum, { value }) => sum + value, 0);
        expect(parts.reduce((sum, { sample }) => sum + (sample?.value ?? 0), 0)).toBeCloseTo(total, 9);
        for (const { used } of parts) expect(used.length).toBeLessThanOrEqual(60);
        const restored = new AmountSeries(FACTS, JSON.parse(JSON.stringify(inAny.snapshot())));
        expect(MINUTES.map((at) => restored.partAt(at))).toEqual(parts);
      }),
      { numRuns: 50 },
    );
  });

  test('list what is more than 60 in a minute as one, with their number and the time of the newest of them', () => {
    const series = new AmountSeries(FACTS);
    for (let n = 1; n <= 100; n += 1) series.add(reading(n * 500, 0.2, n), NOON);
    const { sample, used } = series.partAt(NOON + GRID_MILLIS);
    expect(sample).toMatchObject({ count: 100, value: expect.closeTo(20, 9) });
    expect(used[0]).toMatchObject({ count: 41, value: 8.2, offset: 41, observedAt: NOON + 41 * 500 });
    expect(used.slice(1).every(({ count }) => count === undefined)).toBe(true);
  });

  test('of two under one key the first counts', () => {
    const series = new AmountSeries(FACTS);
    series.add(reading(1, 0.2, 1), NOON);
    series.add(reading(1, 0.4, 2), NOON);
    expect(series.partAt(NOON + GRID_MILLIS).sample?.value).toBe(0.2);
  });
});
