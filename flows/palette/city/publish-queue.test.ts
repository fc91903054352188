import { expect, test } from 'vitest';
import { createPublishQueue } from './publish-queue.ts';

const CLOSED = new Error('connection closed');

test('a message whose connection broke is sent again with the next one, three times at most', async () => {
  let attempts = 0;
  const queue = createPublishQueue(
    async () => {
      attempts += 1;
      throw CLOSED;
    },
    () => true,
  );
  const outcome = queue.add('city/v1/notices/a', '{}').catch((error: Error) => error.message);
  for (let connection = 0; connection < 3; connection += 1) {
    await Promise.resolve().then(() => {});
    await new Promise(setImmediate);
    queue.flush();
  }
  expect(await outcome).toMatch(/did not take city\/v1\/notices\/a: may this user publish there/);
  expect(attempts).toBe(3);
});

test('at most a hundred wait for a connection, in order, and all are rejected at the end', async () => {
  const sent: string[] = [];
  let isConnected = false;
  const queue = createPublishQueue(
    async (_topic, text) => void sent.push(text),
    () => isConnected,
  );
  const all = Array.from({ length: 100 }, (_, index) => queue.add('t', String(index)));
  await expect(queue.add('t', 'one more')).rejects.toThrow(/100 messages wait/);
  isConnected = true;
  queue.flush();
  await Promise.all(all);
  expect(sent).toEqual(Array.from({ length: 100 }, (_, index) => String(index)));
  isConnected = false;
  const last = queue.add('t', 'too late');
  queue.close();
  await expect(last).rejects.toThrow(/stopped before the broker confirmed/);
  await expect(queue.add('t', 'after the end')).rejects.toThrow(/closed/);
});
