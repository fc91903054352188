import type { Property } from './property.ts';
import type { Quality } from './quality.ts';

/** One observed value, frozen. Its key in every store is (`deviceId`, `channel`, `observedAt`). */
export interface Reading {
  readonly deviceId: string;
  readonly channel: string;
  readonly property: Property;
  /** Innermost zone that contains the device; `null`: none does. */
  readonly zoneId: string | null;
  /** Phenomenon time, by the device's clock: city time, milliseconds since 1970, UTC. */
  readonly observedAt: number;
  /**
   * Of a reading that is `time-approximate`: it was observed between here and `observedAt`, which is its arrival made
   * unique. Left out where the time is known.
   */
  readonly observedFrom?: number;
  /** When the gateway received it: city time, milliseconds since 1970, UTC. */
  readonly receivedAt: number;
  /** In the property's canonical unit. */
  readonly value: number;
  readonly quality: Quality;
  /** Journal offset of the message that carried it. */
  readonly offset: number;
}
