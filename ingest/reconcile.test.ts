import { describe, expect, it } from 'vitest';
import { DIALECTS } from '../devices/dialects/dialects.ts';
import { createDecode } from './decode.ts';
import { expectStage } from './marbles.ts';
import { createNormalise } from './normalise.ts';
import { createReconcile } from './reconcile.ts';
import { batchOf, NOON, publication, sampleRegistry } from './sample-city.ts';

const candidates = (...messages: Readonly<Record<string, unknown>>[]) => {
  const records = messages.map((message, i) => publication('drain-1', message, NOON + i * 1000));
  return createNormalise().run(createDecode(sampleRegistry(), DIALECTS).run(batchOf(records)));
};
const level = (value: unknown, ts: number | undefined = NOON) => ({ ts, level: value });

describe('reconcile', () => {
  it('keeps the first value of an instant; the same again is a duplicate, another one a conflict', () => {
    expectStage(
      createReconcile(),
      { a: candidates(level(1)), b: candidates(level(1), level(2), level(2, NOON + 1)) },
      ({ steps, rejected }) => [
        steps.map(({ values, tally }) => [values.length, tally?.duplicate, tally?.rejected]),
        rejected.map(({ reason, offset }) => [reason, offset]),
      ],
      {
        a: [[[1, 0, 0]], []],
        b: [
          [
            [0, 1, 0],
            [0, 0, 1],
            [1, 0, 0],
          ],
          [['conflicting-value', 1]],
        ],
      },
    );
  });

  it('sees through units: 100 cm and 1 m are one value', () => {
    const { steps, rejected } = createReconcile().run(candidates(level(1), level({ value: 100, unit: 'cm' })));
    expect(rejected).toEqual([]);
    expect(steps[1]?.tally?.duplicate).toBe(1);
  });

  it('lets a value that was set aside claim no instant', () => {
    const { steps } = createReconcile().run(candidates(level({ value: 1, unit: 's' }), level(2)));
    expect(steps[1]?.values).toHaveLength(1);
  });

  it('takes equal values at different arrivals for readings', () => {
    const { steps } = createReconcile().run(candidates({ level: 1 }, { level: 1 }));
    expect(steps.map(({ values }) => values.length)).toEqual([1, 1]);
  });

  it('remembers the newest 512 instants of a channel', () => {
    const stage = createReconcile();
    for (let i = 0; i < 513; i += 1) stage.run(candidates(level(1, NOON - 600_000 + i)));
    const { steps } = stage.run(candidates(level(1, NOON - 600_000 + 1), level(1, NOON - 600_000)));
    expect(steps.map(({ tally }) => tally?.duplicate)).toEqual([1, 0]);
  });
});
