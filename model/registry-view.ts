import type { CityFacts } from './config-change.ts';
import type { ChannelModel, Device, DeviceModel } from './device.ts';
import type { StandardsPack } from './standards-pack.ts';
import type { Zone } from './zone.ts';

/** What the registry fold knows at one offset: read-only for everybody but the fold itself. */
export interface RegistryView {
  readonly city: CityFacts | null;
  readonly zones: ReadonlyMap<string, Zone>;
  readonly models: ReadonlyMap<string, DeviceModel>;
  readonly devices: ReadonlyMap<string, Device>;
  /** Every edition of every pack that was ever put, by `id@version`. */
  readonly packs: ReadonlyMap<string, StandardsPack>;
  /** Channel of a device by its model; undefined where it is unmapped. */
  readonly channel: (deviceId: string, channel: string) => ChannelModel | undefined;
  /** Innermost zone of a device (fixed, or by its place); null in none. */
  readonly zoneOf: (deviceId: string) => string | null;
}
