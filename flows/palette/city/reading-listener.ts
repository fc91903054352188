import type { LinkState } from './link-state.ts';
import type { Reading } from './reading.ts';

/** A time range without connection. City time, milliseconds. */
export interface Gap {
  readonly from: number;
  readonly until: number;
  /** Number of readings that were fetched from the store afterwards. */
  readonly readings: number;
  /** False: some could not be fetched and are missing in the flow. */
  readonly isComplete: boolean;
}

/** Callbacks of a subscriber. */
export interface ReadingListener {
  /** `isCaughtUp`: the reading was missed and fetched from the store. */
  readonly onReading: (reading: Reading, isCaughtUp: boolean) => void;
  readonly onGap: (gap: Gap) => void;
  readonly onState: (state: LinkState) => void;
  /** The server refuses the filter, with the reason; it sends all readings instead, and the node filters. */
  readonly onFilterRefused: (detail: string) => void;
  /** An item of the stream was no reading. */
  readonly onUnreadable: () => void;
}
