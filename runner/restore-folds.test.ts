import { describe, expect, test } from 'vitest';
import { restoreFolds } from './restore-folds.ts';

const checkpoint = { nextOffset: 40, cityTime: 1_700_000_000_000, folds: { pipeline: { count: 40 } } };

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

function restore(given: { checkpoint: Parameters<typeof restoreFolds>[0]['checkpoint']; storeCursor: number | null }) {
  const setAside: string[] = [];
  const { fold, from } = restoreFolds({ ...given, makeFold, onSetAside: (why) => void setAside.push(why) });
  return { state: fold.snapshot(), from, setAside };
}
const anew = { state: { count: 0 }, from: { nextOffset: 0, cityTime: null } };

describe('a fold goes on', () => {
  test('from the start of the journal when there is no checkpoint', () => {
    expect(restore({ checkpoint: null, storeCursor: 12 })).toEqual({ ...anew, setAside: [] });
  });

  test.each([40, 55, null])('from its checkpoint when the store has rows up to %s', (storeCursor) => {
    expect(restore({ checkpoint, storeCursor })).toMatchObject({
      state: { count: 40 },
      from: { nextOffset: 40, cityTime: 1_700_000_000_000 },
      setAside: [],
    });
  });

  test('from the start when the store has lost rows that the checkpoint counts as stored', () => {
    expect(restore({ checkpoint, storeCursor: 39 })).toEqual({
      ...anew,
      setAside: ['the store has rows up to 39 only, the checkpoint is at 40'],
    });
  });

  test.each([{}, { pipeline: { count: 'many' } }])('from the start, unspoilt, when %j does not load', (folds) => {
    expect(restore({ checkpoint: { ...checkpoint, folds }, storeCursor: 40 })).toEqual({
      ...anew,
      setAside: ['the checkpoint at 40 does not load: there is no count'],
    });
  });
});
