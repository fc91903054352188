import { expect, test } from 'vitest';
import { createAcknowledger } from './acknowledger.ts';
import type { Session } from './session.ts';

function createPeer({ isReading }: { readonly isReading: boolean }) {
  const written: number[][] = [];
  const drained: ((error?: Error | null) => void)[] = [];
  const conn = {
    destroyed: false,
    write(bytes: Buffer) {
      written.push([...bytes]);
      return isReading;
    },
  };
  const client = { conn, waitForDrain: (call: (error?: Error | null) => void) => drained.push(call) };
  return { session: { client } as unknown as Session, conn, written, drained };
}

test('acknowledgements of one connection are written as one buffer, in order', async () => {
  const { acknowledge } = createAcknowledger();
  const first = createPeer({ isReading: true });
  const second = createPeer({ isReading: true });
  const done: string[] = [];
  acknowledge(first.session, 1, () => done.push('first 1'));
  acknowledge(second.session, 7, () => done.push('second 7'));
  acknowledge(first.session, 0x1234, () => done.push('first 0x1234'));
  await Promise.resolve();
  expect(first.written).toEqual([[0x40, 2, 0, 1, 0x40, 2, 0x12, 0x34]]);
  expect(second.written).toEqual([[0x40, 2, 0, 7]]);
  expect(done).toEqual(['first 1', 'first 0x1234', 'second 7']);
});

test('a device that reads no acknowledgements is not read from until it does, or is disconnected', async () => {
  const { acknowledge } = createAcknowledger();
  const deaf = createPeer({ isReading: false });
  const done: (Error | null | undefined)[] = [];
  acknowledge(deaf.session, 1, (error) => done.push(error));
  await Promise.resolve();
  expect(done).toEqual([]);
  const cutOff = new Error('drain timeout');
  for (const call of deaf.drained) call(cutOff);
  expect(done).toEqual([cutOff]);
});

test('an acknowledgement for a closed connection ends with an error and writes nothing', async () => {
  const { acknowledge } = createAcknowledger();
  const gone = createPeer({ isReading: true });
  gone.conn.destroyed = true;
  const done: (Error | null | undefined)[] = [];
  acknowledge(gone.session, 1, (error) => done.push(error));
  await Promise.resolve();
  expect(gone.written).toEqual([]);
  expect(done[0]?.message).toBe('connection closed');
});
