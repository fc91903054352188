import type { Alert } from '../model/alert.ts';
import type { Effect } from '../model/effect.ts';
import type { After } from '../model/timers.ts';
import type { Destination } from './destination.ts';

/** What a stretch of the journal led to: everything up to `nextOffset`, at city time `cityTime` (ms). */
export interface DeliveryStretch {
  readonly nextOffset: number;
  readonly cityTime: number;
  readonly effects: readonly Effect[];
}

/** How one destination stands. */
export interface DeliveryStatus {
  readonly name: string;
  readonly nextOffset: number;
  readonly waiting: number;
  readonly delivered: number;
  /** Dropped past their stated age. */
  readonly stale: number;
  /** Given up: no attempt could succeed. */
  readonly failed: number;
  /** Dropped because too many waited. */
  readonly dropped: number;
  /** What is wrong now, in one line; null: nothing. */
  readonly trouble: string | null;
}

/** Carries out the effects for one destination: at least once, in order for each alert, and no alert waits for another. */
export interface DeliverySink {
  readonly name: string;
  /** False: no cursor was found, or none that can be read. What the live fold gives from its checkpoint on is then what it begins with. */
  readonly hasCursor: boolean;
  /** Everything below this offset is settled (delivered, or dropped with a count); read at the start from its cursor file. */
  readonly nextOffset: number;
  /** Takes what a stretch of the journal led to; never waits, never throws. Effects that are settled already are skipped. */
  take(stretch: DeliveryStretch): void;
  /** The fold is live: from now on effects are carried out. */
  goLive(cityTime: number): void;
  status(): DeliveryStatus;
  /** Waits shortly for what is under way, then gives it up; the cursor is kept. Closes the destination, too. */
  close(): Promise<void>;
}

export interface DeliverySinkOptions {
  readonly destination: Destination;
  readonly cursorFile: string;
  /** The alerts that are active in the fold now. */
  readonly active: () => readonly Alert[];
  /** Told once of each thing that a person should know: an effect given up, a cursor that was damaged. */
  readonly onProblem: (problem: string) => void;
  readonly after: After;
}
