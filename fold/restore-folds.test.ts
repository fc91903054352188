import { describe, expect, test } from 'vitest';
import { resultOf } from '../delivery/test-alert.ts';
import { openDocuments } from '../store/documents/documents.ts';
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

/** A fold that takes only a snapshot with a count, and is spoilt by any other. */
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

function restore(given: Pick<Parameters<typeof restoreFolds>[0], 'checkpoints' | 'storeCursor'>) {
  const setAside: string[] = [];
  const { fold, from, missing } = restoreFolds({
    ...given,
    makeFold,
    onSetAside: (why) => void setAside.push(why),
  });
  return { state: fold.snapshot(), from, missing, setAside };
}
const anew = { state: { count: 0 }, from: { nextOffset: 0, cityTime: null }, missing: [] };

describe('a fold goes on', () => {
  test('from the start of the journal when there is no checkpoint', () => {
    expect(restore({ checkpoints: [], storeCursor: 12 })).toEqual({ ...anew, setAside: [] });
  });

  test.each([40, 55, null])('from its checkpoint when the store has rows up to %s', (storeCursor) => {
    expect(restore({ checkpoints: [checkpoint], storeCursor })).toMatchObject({
      state: { count: 40 },
      from: { nextOffset: 40, cityTime: CITY_TIME },
      setAside: [],
    });
  });

  test('from the start when the store has lost rows that the checkpoint counts as stored', () => {
    expect(restore({ checkpoints: [checkpoint], storeCursor: 39 })).toEqual({
      ...anew,
      setAside: ['the store has rows up to 39 only, the checkpoint is at 40'],
    });
  });

  test.each([{}, { pipeline: { count: 'many' } }])('from the start, unspoilt, when %j does not load', (folds) => {
    expect(restore({ checkpoints: [{ ...checkpoint, folds: () => folds }], storeCursor: 40 })).toEqual({
      ...anew,
      setAside: ['the checkpoint at 40 does not load: there is no count'],
    });
  });

  test('knowing what it had to go over once', () => {
    const missing = [{ from: 0, until: 12 }];
    const behindCut = at(40, () => ({ pipeline: { count: 40 }, missing }));
    expect(restore({ checkpoints: [behindCut], storeCursor: 40 })).toMatchObject({ state: { count: 40 }, missing });
    expect(restore({ checkpoints: [checkpoint], storeCursor: 40 })).toMatchObject({ missing: [] });
  });

  test('from where a refill of the store was ended, and from the newest checkpoint once the store has its rows again', () => {
    const documents = openDocuments(':memory:');
    for (const n of [990, 1_000]) {
      const folds = { pipeline: { count: n } };
      documents.commit({ ...resultOf(n), folds, outbox: { add: [], remove: [] } });
    }
    // The store's file was lost; the fold began again at 0 and was killed on its way.
    for (const n of [299, 300])
      documents.saveFolds({
        nextOffset: n,
        cityTime: CITY_TIME,
        text: JSON.stringify({ pipeline: { count: n } }),
        doneMark: null,
      });
    const goOn = (storeCursor: number) =>
      restore({ checkpoints: documents.checkpoints(), storeCursor }).from.nextOffset;
    expect([302, 299, 10, 1_000].map(goOn)).toEqual([300, 299, 0, 1_000]);
  });

  test.each<[string, Parameters<typeof restoreFolds>[0]['checkpoints'][number], number]>([
    ['does not load', at(40, () => ({ pipeline: {} })), 55],
    [
      'is not what was written',
      at(40, () => {
        throw new Error('its bytes are not those that were written');
      }),
      55,
    ],
    ['counts rows as stored that the store has lost', checkpoint, 35],
  ])('from the checkpoint before when the newest %s, and says so', (_, newest, storeCursor) => {
    const { state, from, setAside } = restore({ checkpoints: [newest, older], storeCursor });
    expect([state, from]).toEqual([{ count: 30 }, { nextOffset: 30, cityTime: CITY_TIME }]);
    expect(setAside).toHaveLength(1);
  });
});

describe('a journal that was cut', () => {
  test('is missed only by a fold that goes on from before the cut', () => {
    expect([missingFrom([], 980, 980), missingFrom([], 990, 980), missingFrom([], 0, 0)]).toEqual([[], [], []]);
    const missing = missingFrom([{ from: 0, until: 12 }], 30, 980);
    expect(missing).toEqual([
      { from: 0, until: 12 },
      { from: 30, until: 980 },
    ]);
    expect(describeMissing(missing)).toContain('offsets 0 to 11, 30 to 979');
  });
});
