/** Items that are dealt with one after the other, in the order in which they came. */
export interface WaitingLine<Item> {
  add(item: Item): void;
}

/** Bounded; whatever waits when the signal ends it is left alone, and nobody hears of it any more. */
export function createWaitingLine<Item>(options: {
  readonly most: number;
  readonly signal: AbortSignal;
  /** Resolves when an item can be dealt with; those behind it wait too. */
  readonly ready: (item: Item) => Promise<void>;
  readonly deal: (item: Item) => void;
  /** There is no room for this one. */
  readonly onFull: (item: Item) => void;
}): WaitingLine<Item> {
  const { most, signal, ready, deal, onFull } = options;
  const waiting = new Set<{ readonly item: Item }>();
  let isMoving = false;

  async function move(): Promise<void> {
    isMoving = true;
    // A set also hands out what is added meanwhile, and is left in front without moving the rest up.
    for (const one of waiting) {
      await ready(one.item);
      if (signal.aborted) return;
      waiting.delete(one);
      deal(one.item);
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
