import type { LocatedReading } from './batch.ts';
import { type PackedLocatedReadings, packLocatedReadings, unpackLocatedReadings } from './packed-located-readings.ts';
import { compareReadings, WaitingReadings } from './reading-order.ts';
import { NO_ZONE } from './watermark.ts';

/**
 * Readings that wait for the watermark of their zone. There is one queue for all zones, and one for each zone whose
 * watermark is held back, with the readings that the common watermark has passed already.
 */
export class WaitingByZone {
  readonly #all = new WaitingReadings();
  readonly #held = new Map<string, WaitingReadings>();

  add(located: LocatedReading): void {
    this.#all.add(located);
  }

  /**
   * Removes and returns the readings that were observed up to `until`, or up to the watermark of their zone where that
   * is held back (`held`), in the order (observedAt, device, channel, offset).
   */
  takeUntil(until: number, held: ReadonlyMap<string, number>): readonly LocatedReading[] {
    const taken = this.#takeHeld(until, held);
    const fromHeld = taken.length;
    for (let next = this.#all.takeUntil(until); next !== undefined; next = this.#all.takeUntil(until)) {
      const zoneId = next.facts.zoneId ?? NO_ZONE;
      if (next.reading.observedAt > (held.get(zoneId) ?? until)) this.#keep(zoneId, next);
      else taken.push(next);
    }
    return fromHeld > 0 ? taken.sort((a, b) => compareReadings(a.reading, b.reading)) : taken;
  }

  snapshot(): WaitingSnapshot {
    // Sorted by id, because a snapshot must not depend on the order in which zones were held back.
    const inOrder = [...this.#held].sort(([a], [b]) => (a < b ? -1 : 1));
    return {
      waiting: packLocatedReadings(this.#all.all),
      held: packLocatedReadings(inOrder.flatMap(([, readings]) => readings.all)),
    };
  }

  restore({ waiting, held }: WaitingSnapshot): void {
    this.#all.clear();
    this.#held.clear();
    for (const located of unpackLocatedReadings(waiting)) this.#all.add(located);
    if (held === undefined) return;
    for (const located of unpackLocatedReadings(held)) this.#keep(located.facts.zoneId ?? NO_ZONE, located);
  }

  #takeHeld(until: number, held: ReadonlyMap<string, number>): LocatedReading[] {
    const taken: LocatedReading[] = [];
    for (const [zoneId, readings] of this.#held) {
      const limit = Math.min(until, held.get(zoneId) ?? until);
      for (let next = readings.takeUntil(limit); next !== undefined; next = readings.takeUntil(limit)) taken.push(next);
      if (readings.all.length === 0) this.#held.delete(zoneId);
    }
    return taken;
  }

  #keep(zoneId: string, located: LocatedReading): void {
    let readings = this.#held.get(zoneId);
    if (readings === undefined) {
      readings = new WaitingReadings();
      this.#held.set(zoneId, readings);
    }
    readings.add(located);
  }
}

/** The waiting readings as plain JSON. */
export interface WaitingSnapshot {
  /** A plain list in checkpoints of earlier versions. */
  readonly waiting: PackedLocatedReadings | readonly LocatedReading[];
  /** Absent in checkpoints of version 0.1.0. */
  readonly held?: PackedLocatedReadings;
}
