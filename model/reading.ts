import type { Property } from './property.ts';
import type { Quality } from './quality.ts';

/**
 * One observed value in the property's canonical unit. Frozen.
 * Its key in every store is (`deviceId`, `channel`, `observedAt`).
 */
export interface Reading {
  readonly deviceId: string;
  readonly channel: string;
  readonly property: Property;
  /** Innermost zone that the device stands in; `null` where it is in none. */
  readonly zoneId: string | null;
  /** When the device saw it: milliseconds since 1970, UTC, city time. */
  readonly observedAt: number;
  /** When the gateway took it in: milliseconds since 1970, UTC, city time. */
  readonly receivedAt: number;
  readonly value: number;
  readonly quality: Quality;
  /** Journal offset of the message that carried it. */
  readonly offset: number;
}
