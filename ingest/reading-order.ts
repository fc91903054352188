import type { Reading } from '../model/reading.ts';
import type { LocatedReading } from './batch.ts';

/**
 * The order of the event-time lane: observedAt, device, channel, offset. Strings are compared by UTF-16 code units,
 * which does not depend on a locale.
 */
export function compareReadings(a: Reading, b: Reading): number {
  if (a.observedAt !== b.observedAt) return a.observedAt - b.observedAt;
  if (a.deviceId !== b.deviceId) return a.deviceId < b.deviceId ? -1 : 1;
  if (a.channel !== b.channel) return a.channel < b.channel ? -1 : 1;
  return a.offset - b.offset;
}

/** A priority queue of readings that wait for the watermark: a binary heap with the earliest on top. */
export class WaitingReadings {
  #heap: LocatedReading[] = [];

  add(located: LocatedReading): void {
    const heap = this.#heap;
    let place = heap.length;
    heap.push(located);
    while (place > 0) {
      const parent = (place - 1) >> 1;
      const above = heap[parent] as LocatedReading;
      if (compareReadings(above.reading, located.reading) <= 0) break;
      heap[place] = above;
      place = parent;
    }
    heap[place] = located;
  }

  /** Removes and returns the earliest reading if it was observed at `until` or before. */
  takeUntil(until: number): LocatedReading | undefined {
    const earliest = this.#heap[0];
    if (earliest === undefined || earliest.reading.observedAt > until) return undefined;
    const last = this.#heap.pop() as LocatedReading;
    if (this.#heap.length > 0) this.#siftDown(last);
    return earliest;
  }

  /** The readings in heap order; adding them in this order to an empty queue gives the same heap. */
  get all(): readonly LocatedReading[] {
    return this.#heap;
  }

  clear(): void {
    this.#heap = [];
  }

  /** Puts a reading at the root and sifts it down. */
  #siftDown(located: LocatedReading): void {
    const heap = this.#heap;
    let place = 0;
    for (;;) {
      let child = 2 * place + 1;
      if (child >= heap.length) break;
      const right = heap[child + 1];
      if (right !== undefined && compareReadings(right.reading, (heap[child] as LocatedReading).reading) < 0)
        child += 1;
      const below = heap[child] as LocatedReading;
      if (compareReadings(located.reading, below.reading) <= 0) break;
      heap[place] = below;
      place = child;
    }
    heap[place] = located;
  }
}
