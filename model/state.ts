import type { Property } from './property.ts';

/** A device whose reading was not used in an estimate, and why. */
export interface SetAside {
  readonly deviceId: string;
  readonly channel: string;
  readonly value: number;
  readonly offset: number;
  readonly reason: 'quality' | 'outlier';
}

/** One reading that an estimate rests on. */
export interface Contribution {
  readonly deviceId: string;
  readonly channel: string;
  readonly observedAt: number;
  readonly value: number;
  readonly quality: 'good' | 'suspect';
  readonly offset: number;
}

/** The fused estimate of one property in one zone at one moment of event time. */
export interface ZoneState {
  readonly zoneId: string;
  readonly property: Property;
  readonly at: number;
  readonly value: number;
  /** One standard deviation, canonical unit. */
  readonly uncertainty: number;
  readonly contributors: readonly Contribution[];
  readonly setAside: readonly SetAside[];
}
