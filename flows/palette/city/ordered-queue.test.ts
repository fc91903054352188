import { expect, test } from 'vitest';
import { settled } from '../test/manual-clock.ts';
import { createOrderedQueue } from './ordered-queue.ts';

/** A queue for two items that are ready when the test decides. */
function lineOfTwo() {
  const dealt: string[] = [];
  const refused: string[] = [];
  const gates = new Map<string, () => void>();
  const closing = new AbortController();
  const line = createOrderedQueue<string>({
    most: 2,
    signal: closing.signal,
    ready: (item) => new Promise((resolve) => gates.set(item, resolve)),
    handle: (item) => dealt.push(item),
    onFull: (item) => refused.push(item),
  });
  const open = async (item: string) => {
    gates.get(item)?.();
    await settled();
  };
  return { line, dealt, refused, open, close: () => closing.abort() };
}

test('items are handled in order, and one without room is returned', async () => {
  const { line, dealt, refused, open } = lineOfTwo();
  for (const item of ['a', 'b', 'c']) line.add(item);
  expect(refused).toEqual(['c']);
  await open('a');
  line.add('d');
  await open('b');
  await open('d');
  expect([dealt, refused]).toEqual([['a', 'b', 'd'], ['c']]);
});

test('after an abort no item is handled', async () => {
  const { line, dealt, refused, open, close } = lineOfTwo();
  line.add('a');
  close();
  line.add('b');
  await open('a');
  expect([dealt, refused]).toEqual([[], []]);
});
