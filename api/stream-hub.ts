import type { LiveEvent, LiveTopic } from './live-event.ts';
import type { ReadingFilter } from './reading-filter.ts';
import { withoutEvidence } from './without-evidence.ts';

/** A page's connection, as far as the hub needs it. */
interface StreamClient {
  /** Bytes that are written and not yet taken by the network. */
  readonly writableLength: number;
  write(text: string): unknown;
  destroy(): unknown;
  end(): unknown;
}

/** One page that listens, and to what. */
interface StreamListener {
  readonly client: StreamClient;
  readonly topics: ReadonlySet<LiveTopic>;
  /** Of the readings, only these; null hears all. */
  readonly filter?: ReadingFilter | null;
  /** Asked at each heartbeat: a session that has ended hears nothing more. */
  readonly isStillAllowed: () => boolean;
}

/** Hands the live feed to all listening pages. */
export interface StreamHub {
  /** Adds a page, or returns null when there are too many; else the function that removes it. */
  add(listener: StreamListener): (() => void) | null;
  publish(event: LiveEvent): void;
  heartbeat(): void;
  readonly size: number;
  /** Ends all streams in good order. */
  close(): void;
}

/** A page that lets this much pile up is cut off: it reconnects and loads its lists anew; the brain keeps its memory. */
export const MAX_UNSENT_BYTES = 256 * 1024;
const MAX_CLIENTS = 200;

/** One shared text per event and filter: what costs is the serialising, and it happens once for all who hear the same. */
export function createStreamHub(options: {
  readonly maxClients?: number;
  /** Calls back when the network has had its turn. */
  readonly afterTurn?: (callback: () => void) => void;
}): StreamHub {
  const { maxClients = MAX_CLIENTS, afterTurn = setImmediate } = options;
  const listeners = new Set<StreamListener>();
  let isWithinTurn = false;
  // Node sends what is written only after the turn: within it, a healthy page looks as far behind as a stuck one.
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
      if (listeners.size >= maxClients) return null;
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

/** Null when nothing of it is left. */
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
