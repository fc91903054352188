import { describe, expect, test } from 'vitest';
import { publication, tick } from '../../test-records.ts';
import { createGroupCommit } from './group-commit.ts';

/** A disk that answers when the test says so. */
function slowDisk() {
  const commits: { readonly records: number; readonly answer: PromiseWithResolvers<number> }[] = [];
  const begun: (() => void)[] = [];
  let committed = 0;
  const group = createGroupCommit({
    commit: (pending) => {
      const answer = Promise.withResolvers<number>();
      commits.push({ records: pending.recordCount, answer });
      for (const resolve of begun.splice(0)) resolve();
      return answer.promise;
    },
    onCommitted: () => {
      committed += 1;
    },
    minimumMillis: 0,
  });
  const nextCommit = () => new Promise<void>((resolve) => begun.push(resolve));
  return { group, commits, nextCommit, committed: () => committed };
}

describe('a group commit', () => {
  test('takes with it everything that was appended while the one before was under way', async () => {
    const { group, commits, nextCommit, committed } = slowDisk();
    let begun = nextCommit();
    const first = [group.append([publication(0)]), group.append([publication(1), tick(1)])];
    await begun;
    begun = nextCommit();
    const second = [group.append([publication(2)]), group.append([publication(3)])];
    expect(group.pendingBytes).toBeGreaterThan(0);
    commits[0]?.answer.resolve(100);
    expect(await Promise.all(first)).toEqual([100, 101]);
    await begun;
    commits[1]?.answer.resolve(103);
    expect(await Promise.all(second)).toEqual([103, 104]);
    await group.drain();
    expect(commits.map((commit) => commit.records)).toEqual([3, 2]);
    expect(committed()).toBe(2);
  });

  test('that fails answers all of its appends with the reason and none of the next', async () => {
    const { group, commits, nextCommit, committed } = slowDisk();
    let begun = nextCommit();
    const failing = [group.append([publication(0)]), group.append([publication(1)])];
    await begun;
    begun = nextCommit();
    const after = group.append([publication(2)]);
    commits[0]?.answer.reject(new Error('no room'));
    for (const outcome of await Promise.allSettled(failing))
      expect(outcome).toMatchObject({ reason: new Error('no room') });
    await begun;
    commits[1]?.answer.resolve(0);
    expect(await after).toBe(0);
    expect(committed()).toBe(1);
  });
});
