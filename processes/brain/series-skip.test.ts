import { expect, test } from 'vitest';
import type { AppendDraft } from '../../model/append-draft.ts';
import { createSeriesSkip } from './series-skip.ts';

/**
 * A store that has everything below 100 and is away; checkpoints are the offsets of those there are, the newest
 * first.
 */
function begin(checkpoints: number[], heldUntil: number, documents = 1_000) {
  const asked: AppendDraft[] = [];
  const state = { heldUntil, needed: 100, checkpoints };
  const skip = createSeriesSkip({
    gateway: {
      retainNow: async () => state.heldUntil,
      async append(draft) {
        asked.push(draft);
        return 0;
      },
    },
    checkpoints: () => state.checkpoints.map((nextOffset) => ({ nextOffset })),
    neededFrom: () => state.needed,
    othersNeedFrom: () => [documents],
    why: () => 'no room',
  });
  return { skip, asked, state };
}

const AWAY = { isBehind: true, isSkipping: true };

test('what retention would cut is journalled as skipped, up to the first checkpoint at or behind it, which is kept', async () => {
  const { skip, asked } = begin([900, 800, 400, 300, 90], 350);
  await skip.look(AWAY);
  expect(asked).toEqual([
    {
      kind: 'amendment',
      amendmentId: 'skip/series/100/400',
      user: 'citynerve',
      fromOffset: 100,
      untilOffset: 400,
      amendment: { type: 'series-skipped', reason: 'no room' },
    },
  ]);
  expect(skip.checkpoints).toContain(400);
});

test.each([
  ['there is room', [900, 800, 90], 350, { isBehind: true, isSkipping: false }, 1_000],
  ['the store keeps up', [900, 800, 90], 350, { isBehind: false, isSkipping: true }, 1_000],
  ['retention would cut nothing', [900, 800, 90], 0, AWAY, 1_000],
  ['the documents need it, too', [900, 800, 90], 350, AWAY, 120],
  ['there is no checkpoint behind it that the fold does not need itself', [900, 300, 90], 350, AWAY, 1_000],
] as const)('nothing is skipped where %s', async (_, checkpoints, heldUntil, look, documents) => {
  const { skip, asked } = begin([...checkpoints], heldUntil, documents);
  await skip.look(look);
  expect(asked).toEqual([]);
});

test('a store that would be fed from the start of the journal, for want of a checkpoint before it, is skipped as well', async () => {
  const { skip, asked } = begin([900, 800, 150], 350);
  await skip.look(AWAY);
  expect(asked).toMatchObject([{ fromOffset: 100, untilOffset: 800 }]);
});

test('checkpoints on the way are kept while the store is behind, and no longer', async () => {
  const { skip, state } = begin([200, 150, 90], 0);
  for (const newest of [300, 400, 500]) {
    state.checkpoints = [newest, ...state.checkpoints];
    await skip.look({ isBehind: true, isSkipping: false });
  }
  expect(skip.checkpoints).toEqual([150, 200, 300, 400, 500]);
  state.needed = 320;
  expect(skip.checkpoints).toEqual([400, 500]);
  await skip.look({ isBehind: false, isSkipping: false });
  expect(skip.checkpoints).toEqual([]);
});
