import type { LocatedReading } from './batch.ts';
import { type PackedLocatedReadings, packLocatedReadings, unpackLocatedReadings } from './packed-located-readings.ts';
import { compareReadings, WaitingReadings } from './reading-order.ts';
import { NO_ZONE } from './watermark.ts';

/** Readings that wait for the watermark of the zone that their device stood in. */
export class WaitingByZone {
  readonly #zones = new Map<string, WaitingReadings>();

  add(located: LocatedReading): void {
    const zoneId = located.facts.zoneId ?? NO_ZONE;
    let waiting = this.#zones.get(zoneId);
    if (waiting === undefined) {
      waiting = new WaitingReadings();
      this.#zones.set(zoneId, waiting);
    }
    waiting.add(located);
  }

  /** Takes out what was observed up to `until(zone)`, of all zones in one order: observedAt, device, channel, offset. */
  takeUntil(until: (zoneId: string) => number): readonly LocatedReading[] {
    const taken: LocatedReading[] = [];
    let speakers = 0;
    for (const [zoneId, waiting] of this.#zones) {
      const before = taken.length;
      const limit = until(zoneId);
      for (let next = waiting.takeUntil(limit); next !== undefined; next = waiting.takeUntil(limit)) taken.push(next);
      if (taken.length > before) speakers += 1;
      if (waiting.all.length === 0) this.#zones.delete(zoneId);
    }
    return speakers > 1 ? taken.sort((a, b) => compareReadings(a.reading, b.reading)) : taken;
  }

  /** Zone after zone in the order of their ids, whoever spoke first. */
  snapshot(): PackedLocatedReadings {
    const inOrder = [...this.#zones].sort(([a], [b]) => (a < b ? -1 : 1));
    return packLocatedReadings(inOrder.flatMap(([, waiting]) => waiting.all));
  }

  /** Checkpoints of earlier versions hold them in one heap, or in one list, for all zones. */
  restore(packed: PackedLocatedReadings | readonly LocatedReading[]): void {
    this.#zones.clear();
    for (const located of unpackLocatedReadings(packed)) this.add(located);
  }
}
