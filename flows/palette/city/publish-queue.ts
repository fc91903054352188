/** A message to publish. */
interface Publication {
  readonly topic: string;
  readonly text: string;
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
  attempts: number;
}

/** Sends one message; resolves with its acknowledgement, rejects when the connection broke before. */
export type Send = (topic: string, text: string) => Promise<void>;

/**
 * Messages that wait for a connection or a PUBACK. It is bounded, and each message ends with a result for its sender.
 */
export interface PublishQueue {
  /** Resolves with the PUBACK. Rejects when too many wait, when the broker refuses it, or when the queue is closed. */
  add(topic: string, text: string): Promise<void>;
  /** Call when connected: sends the waiting messages. */
  flush(): void;
  /** Rejects all waiting messages. */
  close(): void;
}

const MOST_WAITING = 100;
const MOST_ATTEMPTS = 3;

/** `isConnected` is called before each send. */
export function createPublishQueue(send: Send, isConnected: () => boolean): PublishQueue {
  const waiting = new Set<Publication>();
  const inFlight = new Set<Publication>();
  let isClosed = false;

  async function sendOne(publication: Publication): Promise<void> {
    waiting.delete(publication);
    inFlight.add(publication);
    publication.attempts += 1;
    try {
      await send(publication.topic, publication.text);
      publication.resolve();
    } catch {
      if (isClosed) return;
      // MQTT 3.1.1 answers a topic without permission only by closing the connection.
      if (publication.attempts < MOST_ATTEMPTS) waiting.add(publication);
      else publication.reject(new Error(`the broker did not take ${publication.topic}: may this user publish there?`));
    } finally {
      inFlight.delete(publication);
    }
  }
  const flush = (): void => {
    for (const publication of [...waiting]) if (isConnected()) void sendOne(publication);
  };

  return {
    add: (topic, text) =>
      new Promise((resolve, reject) => {
        if (isClosed) return reject(new Error('the connection to the city is closed'));
        if (waiting.size + inFlight.size >= MOST_WAITING) {
          return reject(new Error(`${MOST_WAITING} messages wait for the city already`));
        }
        waiting.add({ topic, text, resolve, reject, attempts: 0 });
        flush();
      }),
    flush,
    close() {
      isClosed = true;
      for (const { topic, reject } of [...waiting, ...inFlight]) {
        reject(new Error(`stopped before the broker confirmed ${topic}`));
      }
      waiting.clear();
    },
  };
}
