import type { Property } from './property.ts';

/** One channel of a device model. All limits are in the property's canonical unit. */
export interface ChannelModel {
  readonly channel: string;
  readonly property: Property;
  /** True: the device sends a running total of the property, an amount; the fold makes amounts of it. */
  readonly counter?: true;
  /** Unit of values that are sent without one (UCUM, or an alias in devices/units/aliases.ts). */
  readonly unit: string;
  /** Physically possible values [lowest, highest], inclusive; others get the quality `bad: out-of-range`. */
  readonly range: readonly [number, number];
  /**
   * How far below `range` the noise of an instrument near zero may reach, as a value: -10 for 0 ± 5 µg/m³. Values down
   * to it are as good as others: without them the mean of a clean hour would be too high. Absent: the range ends.
   */
  readonly noiseFloor?: number;
  /** Expected interval between values; determines when a device is idle and how long the watermark waits for it. */
  readonly expectedIntervalSeconds: number;
  /**
   * Largest plausible change per minute; a larger one is `suspect: jump`. Absent: no limit. Of a counter also the most
   * that it can count: a total that comes back faster was not reset before; absent: the range in an interval.
   */
  readonly maxChangePerMinute?: number;
  /** This many equal values in a row above `flatLineAbove` are `suspect: flat-line`. Absent: not checked. */
  readonly flatLineCount?: number;
  /** A flat line at or below this value is normal (a dry road, a closed drain). */
  readonly flatLineAbove?: number;
  /** One standard deviation of the instrument in the canonical unit; fusion weights readings by it. */
  readonly accuracy: number;
}

/** A device model, kept as data in devices/models/<id>.json. */
export interface DeviceModel {
  readonly id: string;
  readonly title: { readonly en: string; readonly zh: string };
  /** The dialect of devices that are registered without one. */
  readonly dialect: string;
  readonly channels: readonly ChannelModel[];
}

/** One installed device, as registered. */
export interface Device {
  readonly id: string;
  readonly model: string;
  readonly dialect: string;
  /** Department that owns the device, and the provider (vendor) that delivers its data. */
  readonly department: string;
  readonly provider: string;
  readonly latitude: number;
  readonly longitude: number;
  /** The zone that it is assigned to; `null`: the zone is determined from its coordinates. */
  readonly zoneId: string | null;
  /** Numbers about the site that scenarios need, e.g. `rimLevelMetres` of a manhole, `capacity` of a car park. */
  readonly attributes: Readonly<Record<string, number>>;
  /** User name of the bridge, another MQTT broker, that may bring its messages; absent: only the device itself may. */
  readonly bridge?: string;
}
