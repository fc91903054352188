import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type SendLines, writeAndBisect } from './bisect-lines.ts';

type Says = 'count' | 'count of one shard' | 'nothing';
const SHARDS = 3;
const shardOf = (line: string): number => line.length % SHARDS;

/** A server that drops what is bad, keeps the rest, and says as much as the generation does. */
function server(isBad: (line: string) => boolean, says: Says) {
  const kept = new Set<string>();
  let requests = 0;
  const send: SendLines = async (lines) => {
    requests += 1;
    const bad = lines.filter(isBad);
    for (const line of lines) if (!isBad(line)) kept.add(line);
    const [first] = bad;
    if (first === undefined) return null;
    if (says === 'nothing') return { detail: 'bad', dropped: null, measurement: null };
    const told = says === 'count' ? bad : bad.filter((line) => shardOf(line) === shardOf(first));
    return { detail: 'bad', dropped: told.length, measurement: first.split(',')[0] ?? null };
  };
  return {
    send,
    kept,
    get requests() {
      return requests;
    },
  };
}

const lines = (count: number) => Array.from({ length: count }, (_, i) => `m${i % 7},i=${i} v=1`);

describe('a request with invalid lines', () => {
  it('refuses the invalid lines and no others, wherever they are', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 200 }),
        fc.uniqueArray(fc.nat(199)),
        fc.constantFrom<Says>('count', 'count of one shard', 'nothing'),
        async (count, badIndexes, says) => {
          const all = lines(count);
          const bad = new Set(badIndexes.map((index) => all[index]));
          const there = server((line) => bad.has(line), says);
          const refused = await writeAndBisect(there.send, all);
          const expected = all.flatMap((line, index) => (bad.has(line) ? [{ index, detail: 'bad' }] : []));
          expect(refused).toEqual(expected);
          expect(there.kept.size).toBe(all.length - expected.length);
        },
      ),
    );
  });

  it('takes three requests when the server names the measurement and the number', async () => {
    const there = server((line) => line.startsWith('m3,'), 'count');
    expect(await writeAndBisect(there.send, lines(5_000))).toHaveLength(714);
    expect(there.requests).toBe(3);
  });

  it('does not take the answer about one shard for that about others', async () => {
    const all = ['m,i=1 v=1', 'm,i=10 v=1', 'm,i=2 v=1', 'm,i=20 v=1'];
    const there = server((line) => line !== 'm,i=2 v=1', 'count of one shard');
    expect((await writeAndBisect(there.send, all)).map(({ index }) => index)).toEqual([0, 1, 3]);
    expect([...there.kept]).toEqual(['m,i=2 v=1']);
  });

  it('takes about twice the logarithm when it says nothing', async () => {
    const all = lines(5_000);
    const there = server((line) => line === all[1_234], 'nothing');
    expect(await writeAndBisect(there.send, all)).toEqual([{ index: 1_234, detail: 'bad' }]);
    expect(there.requests).toBeLessThan(30);
  });

  it('rejects when the server becomes unavailable in between', async () => {
    let requests = 0;
    const send: SendLines = async () => {
      requests += 1;
      if (requests > 2) throw new Error('away');
      return { detail: 'bad', dropped: 1, measurement: null };
    };
    await expect(writeAndBisect(send, lines(10))).rejects.toThrow('away');
  });
});
