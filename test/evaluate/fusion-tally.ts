import type { Property } from '../../model/property.ts';

/** Sums over the estimates of one property in one run; errors are differences from the truth. */
export interface FusionTally {
  readonly property: Property;
  /** Estimates compared: one for each zone and moment at which there is one. */
  readonly points: number;
  readonly fusedSquares: number;
  readonly medianSquares: number;
  readonly meanSquares: number;
  /** Truths within two standard deviations of the estimate. */
  readonly covered: number;
  /** Readings of sensors with a fault: all that an estimate looked at, and those that it used. */
  readonly faultySeen: number;
  readonly faultyUsed: number;
  /** Readings of sensors without one: all, and those that were excluded. */
  readonly honestSeen: number;
  readonly honestExcluded: number;
}
