/** Publishes events to listeners in this process. A listener that throws is removed; the others still get the event. */
export interface LiveFeed<Event> {
  readonly subscribe: (listener: (event: Event) => void) => () => void;
  readonly emit: (event: Event) => void;
  readonly listeners: number;
}

/** A feed without history: a listener gets only the events after it subscribed. */
export function createLiveFeed<Event>(): LiveFeed<Event> {
  const listeners = new Set<(event: Event) => void>();
  return {
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    emit(event) {
      for (const listener of listeners) {
        try {
          listener(event);
        } catch {
          listeners.delete(listener);
        }
      }
    },
    get listeners() {
      return listeners.size;
    },
  };
}
