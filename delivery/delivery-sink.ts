import type { Alert } from '../model/alert.ts';
import type { Effect } from '../model/effect.ts';
import type { After } from '../model/timers.ts';
import type { Destination } from './destination.ts';

/**
 * The effects of a range of the journal that ends before `nextOffset`; `cityTime` at its end, milliseconds since 1970.
 */
export interface DeliveryRange {
  readonly nextOffset: number;
  readonly cityTime: number;
  readonly effects: readonly Effect[];
}

/** Status and counters of one destination, since the start. */
export interface DeliveryStatus {
  readonly name: string;
  readonly nextOffset: number;
  readonly waiting: number;
  readonly delivered: number;
  /** Effects dropped because they were past their stated age. */
  readonly stale: number;
  /** Effects dropped because of a permanent error. */
  readonly failed: number;
  /** Effects dropped because too many waited. */
  readonly dropped: number;
  /** The present errors in one line; null: none. */
  readonly trouble: string | null;
}

/** Delivers effects to one destination: at least once, in order for each alert, and no alert waits for another. */
export interface DeliverySink {
  readonly name: string;
  /** False: no valid cursor was found; the sink then begins with what the live fold gives from its checkpoint on. */
  readonly hasCursor: boolean;
  /**
   * All effects below this offset are settled (delivered, or dropped and counted); read from the cursor file at the
   * start.
   */
  readonly nextOffset: number;
  /**
   * Queues the effects of a range of the journal; never waits, never throws. Effects that are settled already are
   * skipped.
   */
  take(range: DeliveryRange): void;
  /** To be called when the fold is live: from then on effects are delivered. */
  goLive(cityTime: number): void;
  status(): DeliveryStatus;
  /** Waits up to 2 s for attempts in flight, aborts the others, closes the destination and writes the cursor. */
  close(): Promise<void>;
}

/** Options of `createDeliverySink`. */
export interface DeliverySinkOptions {
  readonly destination: Destination;
  readonly cursorFile: string;
  /** The alerts that are active in the fold now. */
  readonly active: () => readonly Alert[];
  /** Called once for each thing that a person should know: an effect that was dropped, a damaged cursor. */
  readonly onProblem: (problem: string) => void;
  readonly after: After;
}
