import { waitForDrain } from './aedes-internals.ts';
import type { Answer } from './answer.ts';
import type { Session } from './session.ts';

/** Writes PUBACKs: all those of one connection that became durable together go out as one buffer. */
export interface Acknowledger {
  /** `done` is called when they were handed to the socket, or when the slow reader at its other end has read again. */
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
 * aedes would write each PUBACK by itself, in three pieces and with a turn of the event loop: a third of the gateway's CPU per message.
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
      // After the loop over a whole commit, before anything else happens.
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
  const { client } = session;
  const answer = (error?: Error | null): void => {
    for (const call of done) call(error);
  };
  if (client.conn.destroyed) {
    answer(new Error('connection closed'));
    return;
  }
  const bytes = Buffer.allocUnsafe(messageIds.length * PUBACK_BYTES);
  for (let index = 0; index < messageIds.length; index++) {
    const at = index * PUBACK_BYTES;
    bytes[at] = PUBACK;
    bytes[at + 1] = 2;
    bytes.writeUInt16BE(messageIds[index] ?? 0, at + 2);
  }
  if (client.conn.write(bytes)) answer(null);
  else waitForDrain(client, answer);
}
