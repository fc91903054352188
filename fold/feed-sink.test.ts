import { describe, expect, test } from 'vitest';
import { resultOf } from '../delivery/test-alert.ts';
import type { FoldResult } from '../model/fold.ts';
import { type Sink, SinkRewoundError } from '../model/sink.ts';
import { feedSink } from './feed-sink.ts';

/** A sink whose `take` a test can let succeed, fail or hang; `taken` has the end offsets of the results. */
function controlledSink(cursor = 0) {
  const taken: number[] = [];
  const waiters: { readonly offset: number; readonly resolve: () => void }[] = [];
  const state = { cursor, fault: null as Error | null, hold: null as Promise<void> | null };
  const sink: Sink = {
    name: 'sink',
    cursor: async () => state.cursor,
    async take(results) {
      await state.hold;
      if (state.fault) {
        const { fault } = state;
        if (fault instanceof SinkRewoundError) [state.fault, state.cursor] = [null, 0];
        throw fault;
      }
      for (const { nextOffset } of results) taken.push(nextOffset);
      state.cursor = results.at(-1)?.nextOffset ?? state.cursor;
      for (const { offset, resolve } of waiters) if (offset <= state.cursor) resolve();
    },
  };
  const reaches = (offset: number) =>
    new Promise<void>((resolve) => {
      if (state.cursor >= offset) resolve();
      else waiters.push({ offset, resolve });
    });
  return { sink, state, taken, reaches };
}

/** A live fold with one result per offset, and the feed of a sink. */
function begin(
  sink: Sink,
  options: { readonly folded?: number; readonly durable?: number; readonly maxWaiting?: number } = {},
) {
  const { folded = 0, durable = 1_000_000, maxWaiting = 100 } = options;
  const live = { foldedOffset: folded, cityTime: 0, isLive: true };
  const stretches: [number, number][] = [];
  const clock = { now: 0 };
  const giveUp = new AbortController();
  const pauses: (() => void)[] = [];
  const feed = feedSink({
    sink,
    live,
    async startCatchUp(from) {
      let foldedOffset = from;
      return {
        get foldedOffset() {
          return foldedOffset;
        },
        missing: [],
        snapshot: () => null,
        ledger: () => [],
        async runUntil(until, take) {
          stretches.push([foldedOffset, until]);
          for (; foldedOffset < until; foldedOffset += 1) await take(resultOf(foldedOffset + 1));
        },
      };
    },
    durableOffset: () => durable,
    maxWaiting,
    everyMillis: 0,
    now: () => clock.now,
    after(_millis, callback) {
      pauses.push(callback);
      return () => {};
    },
    signal: giveUp.signal,
  });
  const goTo = (offset: number, result: FoldResult = resultOf(offset)) => {
    live.foldedOffset = offset;
    feed.offer(result);
  };
  return { feed, live, stretches, giveUp, goTo, pauses, clock };
}

const settle = async (): Promise<void> => {
  for (let i = 0; i < 100; i += 1) await Promise.resolve();
};
const range = (from: number, until: number) => Array.from({ length: until - from }, (_, i) => from + i + 1);

describe('a sink', () => {
  test('follows the live fold from the first result, without a fold of its own', async () => {
    const { sink, taken, reaches } = controlledSink();
    const { feed, goTo, stretches } = begin(sink);
    for (const offset of [1, 2, 3]) goTo(offset);
    await reaches(3);
    expect([taken, stretches]).toEqual([[1, 2, 3], []]);
    await feed.stop();
  });

  test('that is ahead of the live fold skips the results that it has', async () => {
    const { sink, taken, reaches } = controlledSink(2);
    const { feed, goTo } = begin(sink);
    for (const offset of [1, 2, 3]) goTo(offset);
    await reaches(3);
    expect(taken).toEqual([3]);
    await feed.stop();
  });

  test('that is behind is fed from the journal, in order and without a gap where it joins the live fold', async () => {
    const { sink, taken, reaches } = controlledSink(4);
    const { feed, goTo, stretches } = begin(sink, { folded: 10 });
    for (const offset of [11, 12]) goTo(offset);
    await reaches(12);
    expect(taken).toEqual(range(4, 12));
    expect(stretches).toEqual([[4, 10]]);
    await feed.stop();
  });

  test('that takes nothing delays nobody: memory is bounded, and it is fed from the journal once it takes again', async () => {
    const { sink, state, taken, reaches } = controlledSink();
    const { feed, goTo } = begin(sink, { maxWaiting: 50 });
    const hung = Promise.withResolvers<void>();
    state.hold = hung.promise;
    for (let offset = 1; offset <= 500; offset += 1) goTo(offset);
    await settle();
    expect(feed.status()).toMatchObject({ nextOffset: 0, isFollowing: false });
    expect(feed.status().waiting).toBeLessThanOrEqual(50);
    hung.resolve();
    await reaches(500);
    expect(taken).toEqual(range(0, 500));
    goTo(501);
    await reaches(501);
    expect(feed.status().isFollowing).toBe(true);
    await feed.stop();
  });

  test('that fails is retried with the same results, and has a trouble until it takes them', async () => {
    const { sink, state, taken, reaches } = controlledSink();
    const { feed, goTo, pauses } = begin(sink);
    state.fault = new Error('connection refused');
    goTo(1);
    await settle();
    expect(feed.status()).toMatchObject({ retries: 1, trouble: expect.stringContaining('connection refused') });
    state.fault = null;
    pauses.shift()?.();
    await reaches(1);
    await settle();
    expect([taken, feed.status().trouble]).toEqual([[1], null]);
    await feed.stop();
  });

  test('that lost what it had is fed again from its cursor', async () => {
    const { sink, state, taken, reaches } = controlledSink();
    const { feed, goTo } = begin(sink);
    goTo(1);
    await reaches(1);
    state.fault = new SinkRewoundError('emptied');
    goTo(2);
    await settle();
    goTo(3);
    await reaches(3);
    expect(taken.slice(1)).toEqual([1, 2, 3]);
    await feed.stop();
  });

  test('that is rewound repeatedly is retried with a delay, and has a trouble', async () => {
    const { sink, state } = controlledSink();
    let takes = 0;
    const rewinding: Sink = {
      ...sink,
      async take() {
        takes += 1;
        throw new SinkRewoundError('emptied again');
      },
    };
    const { feed, goTo, pauses, giveUp } = begin(rewinding);
    goTo(1);
    await settle();
    const soFar = takes;
    await settle();
    expect([takes, pauses.length, feed.status().trouble]).toEqual([soFar, 1, 'emptied again']);
    expect(soFar).toBeLessThanOrEqual(3);
    expect(state.cursor).toBe(0);
    giveUp.abort(new Error('over'));
    await feed.stop();
  });

  test('that is not given everything goes on behind that, also when it is decided while results lie ready for it', async () => {
    const { sink, state, taken, reaches } = controlledSink(4);
    const over: number[] = [];
    let end = 8;
    const skipping: Sink = {
      ...sink,
      skipped: {
        behind: (offset) => (offset >= 4 ? Math.max(offset, end) : offset),
        async take(nextOffset) {
          over.push(nextOffset);
          state.cursor = nextOffset;
        },
      },
    };
    const { feed, goTo, pauses } = begin(skipping, { folded: 10 });
    goTo(11);
    await reaches(11);
    expect([over, taken]).toEqual([[8], [9, 10, 11]]);
    state.fault = new Error('away');
    for (const offset of [12, 13, 14]) goTo(offset);
    await settle();
    [end, state.fault] = [13, null];
    pauses.at(-1)?.();
    await reaches(14);
    expect([over, taken]).toEqual([
      [8, 13],
      [9, 10, 11, 14],
    ]);
    await feed.stop();
  });

  test('of another journal takes nothing and has a trouble', async () => {
    const { sink, taken } = controlledSink(50);
    const { feed, giveUp, goTo } = begin(sink, { durable: 20 });
    goTo(1);
    await settle();
    expect(feed.status().trouble).toContain('not the journal of this data');
    giveUp.abort(new Error('over'));
    await feed.stop();
    expect(taken).toEqual([]);
  });

  test('that hangs does not delay the shutdown', async () => {
    const { sink, state } = controlledSink();
    const { feed, giveUp, goTo } = begin(sink);
    state.hold = new Promise(() => {});
    goTo(1);
    await settle();
    const stopped = feed.stop();
    giveUp.abort(new Error('over'));
    await stopped;
    expect(feed.status().nextOffset).toBe(0);
  });

  test('whose cursor was not read yet has no offset in its status, not 0', async () => {
    const { sink, reaches } = controlledSink(4);
    const answered = Promise.withResolvers<number>();
    const { feed } = begin({ ...sink, cursor: () => answered.promise }, { folded: 10 });
    await settle();
    expect(feed.status()).toMatchObject({ nextOffset: null, isFollowing: false });
    answered.resolve(4);
    await reaches(10);
    await settle();
    expect(feed.status()).toMatchObject({ nextOffset: 10, isFollowing: true });
    await feed.stop();
  });

  test('takes what is queued before the shutdown', async () => {
    const { sink, taken } = controlledSink();
    const { feed, goTo } = begin(sink);
    goTo(1);
    await feed.stop();
    expect(taken).toEqual([1]);
  });
});

describe('a live fold under more load than a sink can take', () => {
  test('waits for a slow sink, but not for one that takes nothing', async () => {
    const { sink, state } = controlledSink();
    const { feed, goTo, pauses, clock } = begin(sink, { maxWaiting: 20 });
    const slow = Promise.withResolvers<void>();
    state.hold = slow.promise;
    for (let offset = 1; offset <= 15; offset += 1) goTo(offset);
    let hasRoom = false;
    const room = feed.room().then(() => (hasRoom = true));
    await settle();
    expect(hasRoom).toBe(false);
    // A second passed without a take.
    clock.now = 1_000;
    pauses.shift()?.();
    await room;
    const again = feed.room();
    slow.resolve();
    await again;
    await feed.stop();
  });
});
