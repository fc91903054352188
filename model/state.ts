import type { Property } from './property.ts';

/** A reading that was excluded from an estimate, and why. */
export interface ExcludedReading {
  readonly deviceId: string;
  readonly channel: string;
  readonly value: number;
  readonly offset: number;
  readonly reason: 'quality' | 'outlier';
}

/** One reading that an estimate is based on. */
export interface Contribution {
  readonly deviceId: string;
  readonly channel: string;
  readonly observedAt: number;
  readonly value: number;
  readonly quality: 'good' | 'suspect';
  readonly offset: number;
}

/** The fused estimate of one property in one zone at one moment of event time (milliseconds since 1970, UTC). */
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
