/** Tells listeners what has just happened; a listener that throws is dropped, not its neighbours. */
export interface LiveFeed<Event> {
  readonly subscribe: (listener: (event: Event) => void) => () => void;
  readonly emit: (event: Event) => void;
  readonly listeners: number;
}

/** A feed without memory: who was not there has missed it and reads the lists. */
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
