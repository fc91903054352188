import { waitForDrain } from './aedes-internals.ts';
import type { Answer } from './answer.ts';
import { ClosingError } from './closing-error.ts';
import type { Session } from './session.ts';

/** Writes PUBACKs: those of one connection that became durable in the same commit are sent as one buffer. */
export interface Acknowledger {
  /**
   * Queues one PUBACK. `done` is called when it was written to the socket, after the socket's `drain` event where its
   * buffer was full; with an error when the connection has closed.
   */
  acknowledge(session: Session, messageId: number, done: Answer): void;
}

interface Due {
  readonly session: Session;
  readonly messageIds: number[];
  readonly done: Answer[];
}

const PUBACK = 0x40;
const PUBACK_BYTES = 4;

/**
 * Replaces the PUBACKs of aedes, which writes each one separately, in three writes and a turn of the event loop each:
 * that was a third of the gateway's CPU time per message.
 */
export function createAcknowledger(): Acknowledger {
  let due = new Map<Session, Due>();

  function flush(): void {
    const ready = due;
    due = new Map();
    for (const entry of ready.values()) write(entry);
  }

  return {
    acknowledge(session, messageId, done) {
      // A microtask runs after the synchronous loop over all records of a commit, so that all of them are gathered.
      if (due.size === 0) queueMicrotask(flush);
      const entry = due.get(session);
      if (entry) {
        entry.messageIds.push(messageId);
        entry.done.push(done);
      } else {
        due.set(session, { session, messageIds: [messageId], done: [done] });
      }
    },
  };
}

function write({ session, messageIds, done }: Due): void {
  const { client, unacknowledged } = session;
  const answer = (error?: Error | null): void => {
    for (const call of done) call(error);
  };
  if (client.conn.destroyed) {
    answer(new ClosingError('connection closed'));
    return;
  }
  const bytes = Buffer.allocUnsafe(messageIds.length * PUBACK_BYTES);
  for (let index = 0; index < messageIds.length; index++) {
    const at = index * PUBACK_BYTES;
    bytes[at] = PUBACK;
    bytes[at + 1] = 2;
    bytes.writeUInt16BE(messageIds[index] ?? 0, at + 2);
  }
  const written = (error?: Error | null): void => {
    if (!error) for (const messageId of messageIds) unacknowledged.delete(messageId);
  };
  if (client.conn.write(bytes, written)) answer(null);
  else waitForDrain(client, answer);
}
