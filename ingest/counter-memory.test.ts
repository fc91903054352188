import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CounterMemory, REMEMBERED_TOTALS } from './counter-memory.ts';
import type { Total } from './counter-sum.ts';

/** A gauge that counts any amount in no time. */
const ANY = () => Number.POSITIVE_INFINITY;
const amountsOf = (totals: readonly Total[], mostIn: (millis: number) => number = ANY) => {
  const memory = new CounterMemory();
  return totals.map((total) => memory.add(total, mostIn)?.amount ?? null);
};
/** A gauge that counts 2 mm in an instant, and as much in each second. */
const SLOW = (seconds: number) => 2 * Math.max(seconds, 1);
const sumOf = (amounts: readonly (number | null)[]) => amounts.reduce<number>((sum, each) => sum + (each ?? 0), 0);

/** Totals of a gauge that begins again at 0 now and then, in hundredths, one a second, in order of time. */
const dial = fc.array(fc.tuple(fc.nat(500), fc.boolean()), { minLength: 1, maxLength: 60 }).map((steps) => {
  let hundredths = 3560;
  return steps.map(([rain, isReset], second) => {
    hundredths = isReset && rain < hundredths ? rain : hundredths + rain;
    return [second, hundredths / 100] as const;
  });
});
const shuffled = dial.chain((totals) =>
  fc.tuple(fc.constant(totals), fc.shuffledSubarray([...totals], { minLength: totals.length })),
);

const DIP: (readonly [instant: number, total: number])[] = [
  [0, 4.95],
  [1, 4.6],
  [2, 6.23],
  [3, 9.2],
];

describe('the memory of a counter', () => {
  it('gives the amounts since the total before: 0 while it stands, and all of it after a reset', () => {
    const dry = Array.from({ length: 29 }, (_, minute) => [minute, 35.6] as const);
    expect(amountsOf([...dry, [29, 35.8], [30, 0.2]])).toEqual([...dry.map(() => 0), 0.2, 0.2]);
  });

  it('gives a late total only what was not counted yet', () => {
    expect(
      amountsOf([
        [0, 10],
        [2, 14],
        [1, 12],
        [3, 15],
      ]),
    ).toEqual([0, 4, 0, 1]);
    // What fell before a reset that was seen late.
    expect(
      amountsOf([
        [0, 10],
        [2, 0.5],
        [1, 12],
      ]),
    ).toEqual([0, 0.5, 2]);
    // A backlog from before the first total.
    expect(
      amountsOf([
        [9, 12],
        [7, 10],
        [8, 11],
      ]),
    ).toEqual([0, 2, 0]);
  });

  it('takes a fall of less than a tenth for no reset: an old total that came again, or a rounded one', () => {
    const arrived = [
      [0, 35.6],
      [1, 35.8],
      [2, 35.6],
      [3, 36],
    ] as const;
    expect(amountsOf(arrived)).toEqual([0, 0.2, 0, 0.2]);
    // In another order of arrival the amounts are others, and their sum is the same.
    const [first, second, old, last] = arrived;
    expect(amountsOf([first, old, last, second])).toEqual([0, 0, 0.4, 0]);
  });

  it('gives the same sum in any order of arrival, less what it will take off later; no amount is negative', () => {
    const account = (totals: readonly Total[], mostIn: (millis: number) => number) => {
      const memory = new CounterMemory();
      const amounts = totals.map((total) => memory.add(total, mostIn)?.amount ?? null);
      for (const amount of amounts) expect(amount).toBeGreaterThanOrEqual(0);
      return sumOf(amounts) - memory.snapshot().excess;
    };
    fc.assert(
      fc.property(shuffled, fc.constantFrom(ANY, SLOW), ([inTime, arrived], mostIn) => {
        expect(account(arrived, mostIn)).toBeCloseTo(account(inTime, mostIn), 4);
      }),
      // A late total before a dip lowers what was given out.
      { examples: [[[DIP, [...DIP.slice(1), ...DIP.slice(0, 1)]], ANY]] },
    );
    expect(amountsOf([...DIP.slice(1), ...DIP.slice(0, 1), [4, 10.2]])).toEqual([0, 1.63, 2.97, 0, 0.65]);
  });

  it('goes on from a checkpoint at any place as if there had been none', () => {
    fc.assert(
      fc.property(shuffled, fc.nat(60), ([, arrived], cut) => {
        const memory = new CounterMemory();
        const before = arrived.slice(0, cut).map((total) => memory.add(total, SLOW)?.amount ?? null);
        const restored = new CounterMemory(JSON.parse(JSON.stringify(memory.snapshot())));
        const after = arrived.slice(cut).map((total) => restored.add(total, SLOW)?.amount ?? null);
        expect([...before, ...after]).toEqual(amountsOf(arrived, SLOW));
      }),
    );
  });

  it('is bounded, and knows what is older than it remembers', () => {
    const memory = new CounterMemory();
    for (let second = 1; second <= 10 * REMEMBERED_TOTALS; second += 1) memory.add([second, second], ANY);
    expect(memory.snapshot().totals).toHaveLength(REMEMBERED_TOTALS);
    expect(memory.add([0, 0], ANY)).toBeNull();
    expect(memory.add([10 * REMEMBERED_TOTALS + 1, 10 * REMEMBERED_TOTALS + 3], ANY)?.amount).toBe(3);
  });
});
