import fc from 'fast-check';
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
  it('keeps the first value of an instant; an equal one is a duplicate, a different one a conflict', () => {
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

  it('compares values in the canonical unit: 100 cm equals 1 m', () => {
    const { steps, rejected } = createReconcile().run(candidates(level(1), level({ value: 100, unit: 'cm' })));
    expect(rejected).toEqual([]);
    expect(steps[1]?.tally?.duplicate).toBe(1);
  });

  it('does not take the instant of a rejected value', () => {
    const { steps } = createReconcile().run(candidates(level({ value: 1, unit: 's' }), level(2)));
    expect(steps[1]?.values).toHaveLength(1);
  });

  it('accepts equal values without timestamps that arrive at different times', () => {
    const { steps } = createReconcile().run(candidates({ level: 1 }, { level: 1 }));
    expect(steps.map(({ values }) => values.length)).toEqual([1, 1]);
  });

  const OLD = NOON - 86_400_000;
  const minutes = (count: number, value: number, first = 0) =>
    Array.from({ length: count }, (_, i) => level(value, OLD + (first + i) * 1000));
  const outcomes = ({ steps, rejected }: ReturnType<typeof candidates>) => ({
    accepted: steps.flatMap(({ values }) => values).length,
    unchecked: steps.flatMap(({ values }) => values).filter(({ quality }) => quality.reasons.includes('unchecked'))
      .length,
    duplicate: steps.reduce((sum, { tally }) => sum + (tally?.duplicate ?? 0), 0),
    conflicts: rejected.length,
  });

  it('remembers 4,096 instants per channel: 1,440 old minutes sent again with other values are 1,440 conflicts', () => {
    const stage = createReconcile();
    stage.run(candidates(level(7)));
    expect(outcomes(stage.run(candidates(...minutes(1440, 1))))).toMatchObject({ accepted: 1440, unchecked: 0 });
    const again = outcomes(stage.run(candidates(...minutes(1440, 2))));
    expect(again).toEqual({ accepted: 0, unchecked: 0, duplicate: 0, conflicts: 1440 });
  });

  it('accepts values older than its memory each time, marked as unchecked', () => {
    const stage = createReconcile();
    stage.run(candidates(...minutes(5000, 1)));
    for (const value of [1, 2]) {
      const { accepted, unchecked, duplicate, conflicts } = outcomes(stage.run(candidates(...minutes(5000, value))));
      expect(unchecked).toBe(accepted);
      expect(duplicate + conflicts).toBeGreaterThanOrEqual(4096);
      expect(accepted + duplicate + conflicts).toBe(5000);
    }
    const [step] = stage.run(candidates(level(3, OLD))).steps;
    expect(step?.values[0]?.quality).toEqual({ level: 'good', reasons: ['unchecked'] });
  });

  it('can be restored from its snapshot at any point, for any order of readings', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(6000), { minLength: 4500, maxLength: 6000 }), fc.nat(4500), (moments, cut) => {
        const run = (stages: ReturnType<typeof createReconcile>[], part: readonly number[]) =>
          stages.map((stage) => outcomes(stage.run(candidates(...part.map((at) => level(at % 3, OLD + at * 1000))))));
        const stage = createReconcile();
        run([stage], moments.slice(0, cut));
        const restored = createReconcile();
        restored.restore(JSON.parse(JSON.stringify(stage.snapshot())));
        const [whole, again] = run([stage, restored], moments.slice(cut));
        expect(again).toEqual(whole);
        expect(restored.snapshot()).toEqual(stage.snapshot());
      }),
      { numRuns: 4 },
    );
  });

  it('can be restored from a checkpoint of 0.1.0, which remembered the last 512 instants', () => {
    const ring = (numbers: readonly number[]) => ({ numbers, next: 0 });
    const instants = Array.from({ length: 512 }, (_, i) => OLD + i);
    const values = instants.map(() => 1);
    const stage = createReconcile();
    stage.restore([
      ['drain-1\nlevel', OLD + 511, ring(instants), ring(values)],
      ['drain-1\nbattery', OLD, ring([OLD]), ring([5])],
    ]);
    const batch = candidates(level(1, OLD), level(2, OLD + 1), level(3, OLD - 1), level(4, OLD + 512));
    expect(outcomes(stage.run(batch))).toEqual({ accepted: 2, unchecked: 1, duplicate: 1, conflicts: 1 });
  });

  it('deletes the memory of a removed device', () => {
    const stage = createReconcile();
    stage.run(candidates(level(1)));
    const removal = { kind: 'config', change: { type: 'device.remove', deviceId: 'drain-1' } } as const;
    const record = { ...removal, user: 'u', receivedAt: NOON, wallAt: NOON };
    const [gone] = batchOf([record as never], 5).records;
    if (gone === undefined) throw new Error('a batch of one is empty');
    stage.run({ nextOffset: 6, steps: [{ record: gone, tally: null, values: [] }], rejected: [], unmapped: [] });
    expect(stage.snapshot()).toEqual({ memories: [], contacts: [] });
  });
});
