import { join } from 'node:path';
import { expect, test } from 'vitest';
import { asSink } from './as-sink.ts';
import { resultOf } from './test-alert.ts';
import { deliveryFolder, testClock, testDestination, testSink, until } from './test-destination.ts';
import { effectOf } from './test-effect.ts';

async function opened(file: string) {
  const receiver = testDestination();
  const delivery = await testSink({ destination: receiver.destination, file, after: testClock().after });
  return { ...receiver, delivery };
}

test('a destination begins at its cursor, or without one at the live fold, and never after the live fold', async () => {
  const file = join(deliveryFolder(), 'test.cursor');
  const first = await opened(file);
  const sink = asSink(first.delivery, { foldedOffset: 500 });
  expect(await sink.cursor()).toBe(500);
  await sink.take([resultOf(510, { effects: [effectOf('a')] }), resultOf(520, { effects: [effectOf('b')] })]);
  expect(await sink.cursor()).toBe(520);
  expect(first.begun).toEqual([]);
  sink.caughtUp?.(0);
  expect(first.begun).toEqual(['a@1', 'b@1']);
  first.arrive('a@1');
  await until(() => first.delivery.nextOffset === 510);
  first.arrive('b@1');
  await until(() => first.delivery.status().delivered === 2);
  await first.delivery.close();

  const second = await opened(file);
  expect(await asSink(second.delivery, { foldedOffset: 600 }).cursor()).toBe(520);
  const shorter = asSink(second.delivery, { foldedOffset: 300 });
  expect(await shorter.cursor()).toBe(300);
  await shorter.take([resultOf(310, { effects: [effectOf('b'), effectOf('c')] })]);
  shorter.caughtUp?.(0);
  expect(second.begun).toEqual(['c@1']);
  second.arrive('c@1');
  await until(() => second.delivery.status().delivered === 1);
  await second.delivery.close();
});
