import type { WorldEvent, WorldEventKind } from './world-event.ts';

/** The events of a block, to be asked for at each step. */
export interface HappeningNow {
  /** Size of such an event in a zone (or the whole city), the largest where there are several; 0: none. */
  inZone(what: WorldEventKind, zoneId: string, at: number): number;
  /** The same for one transformer or building site. */
  to(what: WorldEventKind, subjectId: string, at: number): number;
  /** The event itself. */
  find(what: WorldEventKind, at: number): WorldEvent | null;
}

const NO_EVENTS: readonly WorldEvent[] = [];

/** Sorted by kind once, because every site asks for every kind in every step. */
export function happeningNow(events: readonly WorldEvent[]): HappeningNow {
  const byKind = Map.groupBy(events, ({ what }) => what);
  const largest = (what: WorldEventKind, at: number, isMeant: (event: WorldEvent) => boolean): number => {
    let size = 0;
    for (const event of byKind.get(what) ?? NO_EVENTS) {
      if (event.from <= at && at < event.until && isMeant(event)) size = Math.max(size, event.size);
    }
    return size;
  };
  return {
    inZone: (what, zoneId, at) => largest(what, at, (event) => event.zoneId === null || event.zoneId === zoneId),
    to: (what, subjectId, at) => largest(what, at, (event) => event.subjectId === subjectId),
    find: (what, at) => (byKind.get(what) ?? NO_EVENTS).find(({ from, until }) => from <= at && at < until) ?? null,
  };
}
