import { expect, test } from 'vitest';
import { ForgottenMessages } from './forgotten-messages.ts';
import { payloadHash } from './payload-hash.ts';

const NONE = { unknownUntil: 0, filters: [] };
const hash = (text: string): number => payloadHash('topic', new TextEncoder().encode(text));

test.each([
  ['equal bytes', () => hash('{"rain":0.2}')],
  ['different bytes', (n: number) => hash(`{"rain":${n / 10}}`)],
])('of %s each one that was sent is known, and hardly one that was not', (_, hashOf) => {
  const forgotten = new ForgottenMessages(NONE);
  for (let n = 1; n <= 4096; n += 1) forgotten.add(n, hashOf(n), n);
  const seems = (from: number) =>
    Array.from({ length: 4096 }, (_unused, n) => from + n).filter((n) => forgotten.mayHave(n, hashOf(n), 1)).length;
  expect(seems(1)).toBe(4096);
  // Two filters, each with one in fifty.
  expect(seems(10_000)).toBeLessThan(4096 * 0.06);
});

test('what it had to give up may have been sent', () => {
  const forgotten = new ForgottenMessages(NONE);
  for (let n = 1; n <= 4097; n += 1) forgotten.add(n, hash('x'), n);
  // The first 2,048 are gone.
  expect([2047, 2048, 2049].map((since) => forgotten.mayHave(9_999, hash('never'), since))).toEqual([
    true,
    true,
    false,
  ]);
  expect(new ForgottenMessages(JSON.parse(JSON.stringify(forgotten.snapshot()))).snapshot()).toEqual(
    forgotten.snapshot(),
  );
});
