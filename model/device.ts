import type { Property } from './property.ts';

/** One series that a device model offers. Limits stand in the property's canonical unit. */
export interface ChannelModel {
  readonly channel: string;
  readonly property: Property;
  /** Unit assumed when the message names none (UCUM or a known alias). */
  readonly unit: string;
  /** Physically possible values, inclusive; outside is `bad: out-of-range`. */
  readonly range: readonly [number, number];
  /** How often a value is expected; rules idle time and the watermark. */
  readonly expectedIntervalSeconds: number;
  /** Largest believable change per minute; beyond is `suspect: jump`. Absent: no limit. */
  readonly maxChangePerMinute?: number;
  /** As many equal values in a row above `flatLineAbove` are `suspect: flat-line`. Absent: may stand still. */
  readonly flatLineCount?: number;
  /** A flat line at or below this value is normal (a dry road, a closed drain). */
  readonly flatLineAbove?: number;
  /** One standard deviation of the instrument, canonical unit; fusion weighs by it. */
  readonly accuracy: number;
}

/** A kind of device as data: devices/models/<id>.json. */
export interface DeviceModel {
  readonly id: string;
  readonly title: { readonly en: string; readonly zh: string };
  /** Wire format spoken unless the device says otherwise. */
  readonly dialect: string;
  readonly channels: readonly ChannelModel[];
}

/** One installed device, as the registry knows it. */
export interface Device {
  readonly id: string;
  readonly model: string;
  readonly dialect: string;
  /** Department that owns the device, and the provider (vendor) that delivers its data. */
  readonly department: string;
  readonly provider: string;
  readonly latitude: number;
  readonly longitude: number;
  /** Zone it is fixed to; `null`: found by its place. */
  readonly zoneId: string | null;
  /** Facts about the place that scenarios need, e.g. `rimLevelMetres` of a manhole, `capacity` of a car park. */
  readonly attributes: Readonly<Record<string, number>>;
}
