/** A queue whose items are handled one after the other, in order. */
export interface OrderedQueue<Item> {
  add(item: Item): void;
}

/** Bounded by `most`; items that wait when the signal is aborted are dropped. */
export function createOrderedQueue<Item>(options: {
  readonly most: number;
  readonly signal: AbortSignal;
  /** Resolves when an item can be handled; those behind it wait too. */
  readonly ready: (item: Item) => Promise<void>;
  readonly handle: (item: Item) => void;
  /** Called with an item for which there is no room. */
  readonly onFull: (item: Item) => void;
}): OrderedQueue<Item> {
  const { most, signal, ready, handle, onFull } = options;
  const waiting = new Set<{ readonly item: Item }>();
  let isMoving = false;

  async function move(): Promise<void> {
    isMoving = true;
    // A set iterates over items added meanwhile, and removes the first one without moving the rest.
    for (const one of waiting) {
      await ready(one.item);
      if (signal.aborted) return;
      waiting.delete(one);
      handle(one.item);
    }
    isMoving = false;
  }

  return {
    add(item) {
      if (signal.aborted) return;
      if (waiting.size >= most) return onFull(item);
      waiting.add({ item });
      if (!isMoving) void move();
    },
  };
}
