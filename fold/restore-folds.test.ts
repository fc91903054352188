import { describe, expect, test } from 'vitest';
import { describeMissing, missingFrom } from './missing-offsets.ts';
import { restoreFolds } from './restore-folds.ts';

const at = (nextOffset: number, folds: () => Readonly<Record<string, unknown>>) => ({
  nextOffset,
  cityTime: CITY_TIME,
  folds,
});
const CITY_TIME = 1_700_000_000_000;
const checkpoint = at(40, () => ({ pipeline: { count: 40 } }));
const older = at(30, () => ({ pipeline: { count: 30 } }));

/** A fold that accepts only a snapshot with a count, and is unusable after any other. */
function makeFold() {
  let count = 0;
  return {
    snapshot: () => ({ count }),
    restore(snapshot: unknown) {
      count = -1;
      const found = (snapshot as { count?: unknown } | undefined)?.count;
      if (typeof found !== 'number') throw new Error('there is no count');
      count = found;
    },
  };
}

function restore(given: Pick<Parameters<typeof restoreFolds>[0], 'checkpoints'>) {
  const unusable: string[] = [];
  const { fold, from, missing } = restoreFolds({
    ...given,
    makeFold,
    onUnusableCheckpoint: (why) => void unusable.push(why),
  });
  return { state: fold.snapshot(), from, missing, unusable };
}
const anew = { state: { count: 0 }, from: { nextOffset: 0, cityTime: null }, missing: [] };

describe('a fold resumes', () => {
  test('from the start of the journal when there is no checkpoint', () => {
    expect(restore({ checkpoints: [] })).toEqual({ ...anew, unusable: [] });
  });

  test('from its newest checkpoint', () => {
    expect(restore({ checkpoints: [checkpoint, older] })).toMatchObject({
      state: { count: 40 },
      from: { nextOffset: 40, cityTime: CITY_TIME },
      unusable: [],
    });
  });

  test.each([{}, { pipeline: { count: 'many' } }])(
    'from the start, with a new fold, when %j does not load',
    (folds) => {
      expect(restore({ checkpoints: [{ ...checkpoint, folds: () => folds }] })).toEqual({
        ...anew,
        unusable: ['the checkpoint at 40 does not load: there is no count'],
      });
    },
  );

  test('with the ranges that it had to skip before', () => {
    const missing = [{ from: 0, until: 12 }];
    const behindCut = at(40, () => ({ pipeline: { count: 40 }, missing }));
    expect(restore({ checkpoints: [behindCut] })).toMatchObject({ state: { count: 40 }, missing });
    expect(restore({ checkpoints: [checkpoint] })).toMatchObject({ missing: [] });
  });

  test.each<[string, Parameters<typeof restoreFolds>[0]['checkpoints'][number]]>([
    ['does not load', at(40, () => ({ pipeline: {} }))],
    [
      'is not what was written',
      at(40, () => {
        throw new Error('its bytes are not those that were written');
      }),
    ],
  ])('from the checkpoint before when the newest %s, and reports it', (_, newest) => {
    const { state, from, unusable } = restore({ checkpoints: [newest, older] });
    expect([state, from]).toEqual([{ count: 30 }, { nextOffset: 30, cityTime: CITY_TIME }]);
    expect(unusable).toHaveLength(1);
  });
});

describe('the beginning of a journal that retention deleted', () => {
  test('is missing only in a fold that resumes before its end', () => {
    expect([missingFrom([], 980, 980), missingFrom([], 990, 980), missingFrom([], 0, 0)]).toEqual([[], [], []]);
    const missing = missingFrom([{ from: 0, until: 12 }], 30, 980);
    expect(missing).toEqual([
      { from: 0, until: 12 },
      { from: 30, until: 980 },
    ]);
    expect(describeMissing(missing)).toContain('offsets 0 to 11, 30 to 979');
  });
});
