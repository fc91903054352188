import { describe, expect, it } from 'vitest';
import { sumOfTotals, type Total } from './counter-sum.ts';

const MINUTE = 60_000;
/** A gauge that counts at most 10 mm a minute. */
const mostIn = (millis: number) => 10 * Math.max(millis / MINUTE, 1);
/** One total a minute; null: none came. */
const summed = (...totals: (number | null)[]) => {
  const came = totals.flatMap((total, minute): Total[] => (total === null ? [] : [[minute * MINUTE, total]]));
  const { sum, doubtful } = sumOfTotals(came, mostIn);
  return { sum: Number(sum.toFixed(6)), doubtful: Number(doubtful.toFixed(6)) };
};
const sure = (sum: number) => ({ sum, doubtful: 0 });

describe('the sum of totals', () => {
  it('home-assistant#114630: a 0 between two totals is no reset where nothing counts that fast', () => {
    expect(summed(35.6, 35.8, 0, 36)).toEqual(sure(0.4));
    expect(summed(35.6, 35.8, 0, 0, 0, 36)).toEqual(sure(0.4));
    // It counted a while from 0 before it read its memory, or fell in two steps.
    expect(summed(35.6, 35.8, 0, 0.2, 36)).toEqual(sure(0.4));
    expect(summed(35.6, 35.8, 5, 0, 36)).toEqual(sure(0.4));
    expect(summed(35.6, 35.8, 0, 0.2, 0, 36, 36.2)).toEqual(sure(0.6));
  });

  it('a true reset with small counts behind it stays one, also when it passes its old height', () => {
    expect(summed(35.6, 35.8, 0, 0.2, 0.4)).toEqual(sure(0.6));
    expect(summed(3, 0, 1, 2, 3, 4, 5)).toEqual(sure(5));
    // An earlier reset is none the less one.
    expect(summed(35.8, 0.4, 5, 0, 15.2)).toEqual(sure(15.2 - 5 + 4.6 + 0.4));
  });

  it('what could have been counted since, and may be no reset, is doubtful', () => {
    // 36 mm in ten minutes.
    expect(summed(35.6, 35.8, 0, ...Array<null>(9).fill(null), 36)).toEqual({ sum: 36.2, doubtful: 35.8 });
    expect(summed(2, 0, 2.2)).toEqual({ sum: 2.2, doubtful: 2 });
  });

  it('a fall to more than could have been counted is a counter that was set', () => {
    expect(summed(100, 50, 50.2)).toEqual(sure(0.2));
    expect(summed(100, 50, 100.2)).toEqual(sure(0.2));
    // One absurd total between two others.
    expect(summed(35.6, 9999, 35.8, 36)).toEqual(sure(9999 - 35.6 + 0.2));
  });

  it('judges by the time in which a backlog without times can have been counted', () => {
    const backlog: readonly Total[] = [0, 36, 0, 37].map((total, n) => [600_000 + n, total, 0]);
    expect(sumOfTotals(backlog, mostIn).sum).toBe(36 + 37);
  });
});
