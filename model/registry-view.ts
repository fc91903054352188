import type { CityFacts } from './config-change.ts';
import type { ChannelModel, Device, DeviceModel } from './device.ts';
import type { StandardsPack } from './standards-pack.ts';
import type { Zone } from './zone.ts';

/** A read-only view of the registry: the configuration as of the last folded record. */
export interface RegistryView {
  readonly city: CityFacts | null;
  readonly zones: ReadonlyMap<string, Zone>;
  readonly models: ReadonlyMap<string, DeviceModel>;
  readonly devices: ReadonlyMap<string, Device>;
  /** Every edition of every standards pack in the journal, by `id@version`. */
  readonly packs: ReadonlyMap<string, StandardsPack>;
  /** The channel of a device by its model; undefined: unmapped. */
  readonly channel: (deviceId: string, channel: string) => ChannelModel | undefined;
  /** Innermost zone of a device (assigned, or found by its coordinates); null: none. */
  readonly zoneOf: (deviceId: string) => string | null;
}
