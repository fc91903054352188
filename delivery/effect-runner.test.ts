import { describe, expect, test } from 'vitest';
import type { Effect } from '../model/effect.ts';
import { createEffectRunner } from './effect-runner.ts';
import { alertOf } from './test-alert.ts';

const effect = (id: string, staleAfter = 1000): Effect => ({
  type: 'alert.publish',
  id,
  staleAfter,
  alert: alertOf(id),
});

/** A world in which an effect happens when the test lets it. */
function world() {
  const begun: string[] = [];
  const open: PromiseWithResolvers<void>[] = [];
  const again: (() => void)[] = [];
  const runner = createEffectRunner(
    (next) => {
      begun.push(next.id);
      const happens = Promise.withResolvers<void>();
      open.push(happens);
      return happens.promise;
    },
    (retry) => again.push(retry),
  );
  /** Lets the effect under way happen, and those after it begin. */
  async function happen(): Promise<void> {
    open.shift()?.resolve();
    await new Promise((resolve) => setImmediate(resolve));
  }
  /** Lets the effect under way fail. */
  async function fail(): Promise<void> {
    open.shift()?.reject(new Error('connection closed'));
    await new Promise((resolve) => setImmediate(resolve));
  }
  return { begun, runner, happen, fail, retry: () => again.shift()?.() };
}

describe('effects', () => {
  test('wait until the fold is live', async () => {
    const { begun, runner, happen } = world();
    runner.add([effect('a'), effect('b')], 0);
    await happen();
    expect(begun).toEqual([]);
    expect(runner.counters()).toEqual({ done: 0, dropped: 0, waiting: 2 });
    runner.goLive(0);
    expect(begun).toEqual(['a']);
  });

  test('happen one after the other, in order, also those that come in between', async () => {
    const { begun, runner, happen } = world();
    runner.goLive(0);
    runner.add([effect('a'), effect('b')], 0);
    runner.add([effect('c')], 0);
    expect(begun).toEqual(['a']);
    await happen();
    expect(begun).toEqual(['a', 'b']);
    await happen();
    await happen();
    expect(begun).toEqual(['a', 'b', 'c']);
    runner.add([effect('d')], 0);
    expect(begun).toEqual(['a', 'b', 'c', 'd']);
    await happen();
    expect(runner.counters()).toEqual({ done: 4, dropped: 0, waiting: 0 });
  });

  test('that fail are tried again before any that came after them', async () => {
    const { begun, runner, happen, fail, retry } = world();
    runner.goLive(0);
    runner.add([effect('a'), effect('b')], 0);
    await fail();
    expect(begun).toEqual(['a']);
    expect(runner.takeSettled()).toEqual([]);
    retry();
    await happen();
    expect(begun).toEqual(['a', 'a', 'b']);
    expect(runner.takeSettled()).toEqual(['a']);
  });

  test('that became stale before the fold was live are dropped and settled', async () => {
    const { begun, runner, happen } = world();
    runner.add([effect('old', 99), effect('just in time', 100), effect('new', 101)], 0);
    runner.goLive(100);
    expect(runner.takeSettled()).toEqual(['old']);
    await happen();
    await happen();
    expect(begun).toEqual(['just in time', 'new']);
    expect(runner.counters()).toEqual({ done: 2, dropped: 1, waiting: 0 });
  });

  test('that are stale already, or that a newer revision of the same alert replaces, are not kept until the fold is live', async () => {
    const { begun, runner, happen } = world();
    const revisionOf = (id: string, revision: number, staleAfter: number): Effect => ({
      ...effect(`${id}@${revision}`, staleAfter),
      alert: alertOf(id, { revision }),
    });
    // A fold that catches up with a day: ten alerts, each with a revision a minute that is pointless an hour later.
    for (let minute = 1; minute <= 1440; minute += 1) {
      const changed = Array.from({ length: 10 }, (_, n) => revisionOf(`a${n}`, minute, minute + 60));
      runner.add([revisionOf('flood', minute, minute + 60), ...changed.slice(0, minute < 100 ? 10 : 1)], minute);
      expect(runner.counters().waiting).toBeLessThanOrEqual(11);
    }
    // What stood in the outbox is asked for again by a fold that goes on from before it, and an older revision with it.
    runner.add([revisionOf('flood', 1439, 1499), revisionOf('flood', 1440, 1500)], 1440);
    const settled = runner.takeSettled();
    expect(settled).not.toContain('flood@1440');
    expect(settled).toEqual(expect.arrayContaining(['flood@1', 'flood@1439', 'a9@99', 'a0@1439']));
    runner.goLive(1440);
    await happen();
    await happen();
    expect(begun).toEqual(['a0@1440', 'flood@1440']);
    expect(runner.takeSettled()).toEqual(['a0@1440', 'flood@1440']);
  });

  test('are settled once, and only when they have happened', async () => {
    const { runner, happen } = world();
    runner.goLive(0);
    runner.add([effect('a'), effect('b')], 0);
    expect(runner.takeSettled()).toEqual([]);
    await happen();
    expect(runner.takeSettled()).toEqual(['a']);
    await happen();
    expect(runner.takeSettled()).toEqual(['b']);
    expect(runner.takeSettled()).toEqual([]);
  });
});
