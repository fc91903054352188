import type { LiveEvent, LiveTopic } from './live-event.ts';
import type { ReadingFilter } from './reading-filter.ts';
import { withoutEvidence } from './without-evidence.ts';

/** A page's connection, as far as the hub needs it. */
interface StreamClient {
  /** Bytes in the send buffer. */
  readonly writableLength: number;
  write(text: string): unknown;
  destroy(): unknown;
  end(): unknown;
}

/** An open stream of a page and its subscription. */
interface StreamListener {
  readonly user: string;
  readonly client: StreamClient;
  readonly topics: ReadonlySet<LiveTopic>;
  /** Filter of readings; null: all. */
  readonly filter?: ReadingFilter | null;
  /** Called at each heartbeat: the stream of a session that has ended is closed. */
  readonly isStillAllowed: () => boolean;
}

/** Sends events to all open streams. */
export interface StreamHub {
  /** Adds a stream and returns the function that removes it; else says whose streams are too many. */
  add(listener: StreamListener): (() => void) | 'too many of this user' | 'too many';
  publish(event: LiveEvent): void;
  heartbeat(): void;
  readonly size: number;
  /** Ends all streams. */
  close(): void;
}

/**
 * A stream with more unsent bytes is closed: the page reconnects and reloads its lists. This bounds the brain's memory.
 */
export const MAX_UNSENT_BYTES = 256 * 1024;
const MAX_CLIENTS = 500;
/** A page has one stream; nobody takes the streams of all others. */
const MAX_CLIENTS_OF_USER = 50;

/** Creates the hub. An event is serialised once per filter, because serialising is the largest part of the cost. */
export function createStreamHub(options: {
  readonly maxClients?: number;
  readonly maxClientsOfUser?: number;
  /** Calls back after a turn of the event loop, in which sockets send what was written. */
  readonly afterTurn?: (callback: () => void) => void;
}): StreamHub {
  const { maxClients = MAX_CLIENTS, maxClientsOfUser = MAX_CLIENTS_OF_USER, afterTurn = setImmediate } = options;
  const listeners = new Set<StreamListener>();
  let isWithinTurn = false;
  // Node sends what was written only after the present turn of the event loop. Within it, the buffer of a page that
  // reads is as full as that of one that does not; so the check runs only once per turn.
  const cutOffSlow = (): void => {
    if (isWithinTurn) return;
    isWithinTurn = true;
    afterTurn(() => {
      isWithinTurn = false;
    });
    for (const listener of listeners) {
      if (listener.client.writableLength <= MAX_UNSENT_BYTES) continue;
      listeners.delete(listener);
      listener.client.destroy();
    }
  };
  const endForbidden = (): void => {
    for (const listener of listeners) {
      if (listener.isStillAllowed()) continue;
      listeners.delete(listener);
      listener.client.end();
    }
  };
  return {
    add(listener) {
      const own = [...listeners].filter(({ user }) => user === listener.user).length;
      if (own >= maxClientsOfUser) return 'too many of this user';
      if (listeners.size >= maxClients) return 'too many';
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    publish(event) {
      cutOffSlow();
      const texts = new Map<string, string | null>();
      for (const { client, topics, filter } of listeners) {
        if (!topics.has(event.topic)) continue;
        const key = event.topic === 'readings' ? (filter?.key ?? '') : '';
        if (!texts.has(key)) texts.set(key, eventText(event, filter ?? null));
        const text = texts.get(key);
        if (text) client.write(text);
      }
    },
    heartbeat() {
      endForbidden();
      cutOffSlow();
      for (const { client } of listeners) client.write(': still here\n\n');
    },
    get size() {
      return listeners.size;
    },
    close() {
      for (const { client } of listeners) client.end();
      listeners.clear();
    },
  };
}

/** The text of an event; null when the filter leaves nothing of it. */
function eventText(event: LiveEvent, filter: ReadingFilter | null): string | null {
  let data: unknown = event.data;
  if (event.topic === 'alerts') data = event.data.map(withoutEvidence);
  if (event.topic === 'readings' && filter !== null) {
    const wanted = event.data.filter((reading) => filter.matches(reading));
    if (wanted.length === 0) return null;
    data = wanted;
  }
  return `event: ${event.topic}\ndata: ${JSON.stringify(data)}\n\n`;
}
