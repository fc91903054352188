import { expect, test } from 'vitest';
import type { JournalRecord } from '../model/journal-record.ts';
import { createDurableQueue } from './durable-queue.ts';
import { createManualTimers } from './testing/manual-timers.ts';
import { createMemoryJournal } from './testing/memory-journal.ts';

const numbered = (receivedAt: number): JournalRecord => ({ kind: 'tick', receivedAt, wallAt: 0 });

function open() {
  const journal = createMemoryJournal();
  const timers = createManualTimers();
  const events: string[] = [];
  const queue = createDurableQueue({
    journal,
    timers,
    maxWaitMillis: 10_000,
    probe: () => numbered(-1),
    onBlocked: () => events.push('blocked'),
    onRecovered: () => events.push('recovered'),
  });
  const settled: string[] = [];
  const add = (number: number, expires = true): void =>
    queue.add(numbered(number), (error, offset) => settled.push(error ? `${number} failed` : `${number}@${offset}`), {
      expires,
    });
  const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
  /** Waits a few turns of the event loop, in which appends in memory complete. */
  const turns = async (): Promise<void> => {
    for (let index = 0; index < 5; index++) await turn();
  };
  return { journal, timers, queue, settled, events, add, turns };
}

test('records added while an append is in flight are written together by the next one', async () => {
  const { journal, queue, add, settled } = open();
  journal.hold();
  add(1);
  add(2);
  await new Promise((resolve) => setImmediate(resolve));
  add(3);
  expect(settled).toEqual([]);
  journal.release();
  await queue.drain();
  expect(settled).toEqual(['1@0', '2@1', '3@2']);
});

test('a batch that did not fit goes back to the front of the queue: no later record overtakes it', async () => {
  const { journal, timers, queue, add, settled, events, turns } = open();
  journal.fill();
  add(1);
  await turns();
  add(2);
  expect(queue.isBlocked).toBe(true);
  timers.advance(500);
  await turns();
  journal.makeRoom();
  timers.advance(2000);
  await turns();
  expect(settled).toEqual(['1@0', '2@1']);
  expect(events).toEqual(['blocked', 'recovered']);
  expect(queue.isBlocked).toBe(false);
});

test('when a message expires, all later ones of its connection do, and none of other connections', async () => {
  const { journal, timers, queue, turns } = open();
  const events = (deviceId: string, messageId: number): JournalRecord => ({
    kind: 'publication',
    deviceId,
    messageId,
    connection: 1,
    topic: 't',
    qos: 1,
    retain: false,
    dup: false,
    payload: Buffer.alloc(0),
    receivedAt: 0,
    wallAt: 0,
  });
  const failed: string[] = [];
  const add = (deviceId: string, messageId: number): void =>
    queue.add(events(deviceId, messageId), (error) => error && failed.push(`${deviceId}${messageId}`));
  journal.fill();
  add('a', 1);
  await turns();
  timers.advance(8_000);
  add('a', 2);
  add('b', 1);
  timers.advance(3_000);
  add('b', 2);
  await turns();
  expect(failed).toEqual(['a1', 'a2']);
  journal.makeRoom();
  timers.advance(5_000);
  await queue.drain();
  expect(failed).toEqual(['a1', 'a2']);
});

test('a full journal is tried again even when every waiting record has expired', async () => {
  const { journal, timers, queue, add, settled, turns } = open();
  journal.fill();
  add(1);
  await turns();
  timers.advance(11_000);
  await turns();
  expect(settled).toEqual(['1 failed']);
  expect(queue.isBlocked).toBe(true);
  journal.makeRoom();
  timers.advance(2000);
  await turns();
  expect(queue.isBlocked).toBe(false);
});

test('a record that can never be written is the only one that fails', async () => {
  const { journal, queue, add, settled, turns } = open();
  journal.poison(({ receivedAt }) => receivedAt === 5);
  for (let number = 0; number < 9; number++) add(number);
  await turns();
  await turns();
  await queue.drain();
  expect(settled).toEqual(['0@0', '1@1', '2@2', '3@3', '4@4', '5 failed', '6@5', '7@6', '8@7']);
});

test('while the disk does not answer, records expire and the queue is blocked', async () => {
  const { journal, timers, queue, add, settled, turns } = open();
  journal.hold();
  add(1);
  add(2, false);
  await turns();
  timers.advance(11_000);
  expect(settled).toEqual(['1 failed']);
  expect(queue.isBlocked).toBe(true);
  journal.release();
  await queue.drain();
  expect(settled).toEqual(['1 failed', '2@1']);
});

test('a closed queue settles what waits with an error and accepts no more', async () => {
  const { journal, queue, add, settled, turns } = open();
  journal.fill();
  add(1);
  await turns();
  await queue.drain();
  queue.close();
  add(2);
  expect(settled).toEqual(['1 failed', '2 failed']);
});
