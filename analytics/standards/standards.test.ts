import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { StandardsPack } from '../../model/standards-pack.ts';
import { STANDARDS } from './index.ts';
import { isInForce } from './is-in-force.ts';
import { checkPack, loadPack, StandardsPackError } from './load-pack.ts';

const pack = STANDARDS[0] as StandardsPack;
const withPart = (part: Partial<StandardsPack>): StandardsPack => ({ ...pack, ...part });

test('every pack in the folder is in the list, under the name of its file', () => {
  const files = readdirSync(import.meta.dirname).filter((name) => name.endsWith('.json'));
  expect(STANDARDS.map(({ id }) => `${id}.json`).sort()).toEqual(files.sort());
});

test('every row of every pack says its unit, its source and its status', () => {
  for (const each of STANDARDS) expect(checkPack(each)).toEqual([]);
});

test('a pack with one wrong vector is refused, and the vector is named', () => {
  const vectors = [{ input: { hourlyRainMm: [40, 40, 20] }, expected: 'orange' }];
  expect(() => loadPack(withPart({ vectors }))).toThrow(StandardsPackError);
  expect(() => loadPack(withPart({ vectors }))).toThrow('expected orange, computed red');
});

test('a changed threshold is caught by the vectors', () => {
  const table = { ...pack.table, redRain: { ...pack.table['redRain'], value: 101 } as never };
  expect(checkPack(withPart({ table }))).toHaveLength(1);
});

test('a row that a calculator misses is a problem of the pack, not a crash', () => {
  const { redRain: _, ...table } = pack.table;
  expect(checkPack(withPart({ table })).join()).toContain('no row "redRain"');
});

test('a vector that no calculator takes, a pack without vectors and a date that is none are refused', () => {
  expect(checkPack(withPart({ vectors: [{ input: { moon: 1 }, expected: 1 }] })).join()).toContain('no calculator');
  expect(checkPack(withPart({ vectors: [] })).join()).toContain('no vectors');
  expect(checkPack(withPart({ effectiveFrom: '2026-02-30' })).join()).toContain('civil date');
  expect(checkPack(withPart({ effectiveFrom: '2026-03-01', effectiveUntil: '2026-03-01' })).join()).toContain('before');
});

test('a pack holds by the local civil date of the observation, from its first day until the day before its last', () => {
  const dated = withPart({ effectiveFrom: '2026-03-01', effectiveUntil: '2026-04-01' });
  const firstMidnightInShanghai = Date.parse('2026-02-28T16:00:00Z');
  expect(isInForce(dated, firstMidnightInShanghai - 1, 'Asia/Shanghai')).toBe(false);
  expect(isInForce(dated, firstMidnightInShanghai, 'Asia/Shanghai')).toBe(true);
  expect(isInForce(dated, firstMidnightInShanghai, 'America/New_York')).toBe(false);
  expect(isInForce(dated, Date.parse('2026-03-31T16:00:00Z'), 'Asia/Shanghai')).toBe(false);
  expect(isInForce(pack, 0, 'Asia/Shanghai')).toBe(true);
});
