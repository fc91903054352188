import type { Property } from './property.ts';

/** A reading that was excluded from an estimate, and why. */
export interface ExcludedReading {
  readonly deviceId: string;
  readonly channel: string;
  readonly value: number;
  readonly offset: number;
  readonly reason: 'quality' | 'outlier';
}

/** One reading that an estimate is based on. One that was observed before the minute of an amount counts 0 in it. */
export interface Contribution {
  readonly deviceId: string;
  readonly channel: string;
  readonly observedAt: number;
  readonly value: number;
  readonly quality: 'good' | 'suspect';
  readonly offset: number;
  /**
   * Of an amount that a device sends more than 60 times a minute: the readings that are added up in this value; time
   * and offset are those of the newest. Absent: one.
   */
  readonly count?: number;
}

/**
 * The fused estimate of one property in one zone at one moment of event time (milliseconds since 1970, UTC). Of an
 * amount it is what came together in the minute that ends at this moment, so that estimates can be added up.
 */
export interface ZoneState {
  readonly zoneId: string;
  readonly property: Property;
  readonly at: number;
  readonly value: number;
  /** One standard deviation, in the canonical unit. */
  readonly uncertainty: number;
  readonly contributors: readonly Contribution[];
  /** Readings that were not used. */
  readonly setAside: readonly ExcludedReading[];
}
