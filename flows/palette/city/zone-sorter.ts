import type { Clock } from './clock.ts';
import type { Directory } from './directory.ts';
import { createOrderedQueue } from './ordered-queue.ts';
import type { Reading } from './reading.ts';
import { isWantedInItsZone, type ReadingFilter } from './reading-filter.ts';
import type { Gap, ReadingListener } from './reading-listener.ts';

/** Maximum number of readings of unknown zones that wait. */
const MOST_UNPLACED = 50_000;

/** A reading of a zone that the directory does not know. */
interface Unplaced {
  readonly reading: Reading;
  readonly zoneId: string;
  readonly isCaughtUp: boolean;
  /** By the system's clock. */
  readonly wantedAt: number;
}

/**
 * Passes on the readings that match a filter. A reading of an unknown zone waits until the city was asked for the zone.
 */
export function createZoneSorter(options: {
  readonly filter: ReadingFilter;
  readonly directory: Directory;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Calls a function for each subscriber. */
  readonly tell: (call: (listener: Pick<ReadingListener, 'onReading' | 'onGap'>) => void) => void;
}): { add(reading: Reading, isCaughtUp: boolean): void } {
  const { filter, directory, clock, signal, tell } = options;
  /** Time range of the readings of unknown zones for which the queue had no room. */
  let lost: Gap | null = null;

  const pass = (reading: Reading, isCaughtUp: boolean): void => {
    if (filter.zoneId !== null && !directory.isWithin(reading.zoneId, filter.zoneId)) return;
    tell((listener) => listener.onReading(reading, isCaughtUp));
  };
  const unplaced = createOrderedQueue<Unplaced>({
    most: MOST_UNPLACED,
    signal,
    ready: ({ zoneId, wantedAt }) => directory.locate(zoneId, { wantedAt, signal }),
    handle({ reading, isCaughtUp }) {
      const gap = lost;
      lost = null;
      if (gap !== null) tell((listener) => listener.onGap(gap));
      pass(reading, isCaughtUp);
    },
    onFull({ reading: { receivedAt } }) {
      lost = { from: lost?.from ?? receivedAt, until: receivedAt, readings: 0, isComplete: false };
    },
  });

  return {
    add(reading, isCaughtUp) {
      if (!isWantedInItsZone(reading, filter)) return;
      const { zoneId } = reading;
      const isPlaced = filter.zoneId === null || zoneId === null || zoneId === filter.zoneId || directory.zone(zoneId);
      if (isPlaced) pass(reading, isCaughtUp);
      else unplaced.add({ reading, zoneId, isCaughtUp, wantedAt: clock.now() });
    },
  };
}
