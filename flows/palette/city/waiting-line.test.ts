import { expect, test } from 'vitest';
import { settled } from '../test/manual-clock.ts';
import { createWaitingLine } from './waiting-line.ts';

/** A line for two whose items are ready when the test says so. */
function lineOfTwo() {
  const dealt: string[] = [];
  const refused: string[] = [];
  const gates = new Map<string, () => void>();
  const closing = new AbortController();
  const line = createWaitingLine<string>({
    most: 2,
    signal: closing.signal,
    ready: (item) => new Promise((resolve) => gates.set(item, resolve)),
    deal: (item) => dealt.push(item),
    onFull: (item) => refused.push(item),
  });
  const open = async (item: string) => {
    gates.get(item)?.();
    await settled();
  };
  return { line, dealt, refused, open, close: () => closing.abort() };
}

test('what comes first is dealt with first, and what finds no room is given back', async () => {
  const { line, dealt, refused, open } = lineOfTwo();
  for (const item of ['a', 'b', 'c']) line.add(item);
  expect(refused).toEqual(['c']);
  await open('a');
  line.add('d');
  await open('b');
  await open('d');
  expect([dealt, refused]).toEqual([['a', 'b', 'd'], ['c']]);
});

test('after the end nothing is dealt with any more', async () => {
  const { line, dealt, refused, open, close } = lineOfTwo();
  line.add('a');
  close();
  line.add('b');
  await open('a');
  expect([dealt, refused]).toEqual([[], []]);
});
