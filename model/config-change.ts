import type { Device, DeviceModel } from './device.ts';
import type { StandardsPack } from './standards-pack.ts';
import type { Zone } from './zone.ts';

/** Settings of a city as a whole. */
export interface CityFacts {
  readonly name: { readonly en: string; readonly zh: string };
  /** IANA time zone in which civil days and hours are computed. */
  readonly timeZone: string;
  readonly clock: 'wall' | 'driven';
  /** True: all data comes from the simulator, and every page displays a notice. */
  readonly simulated: boolean;
}

/**
 * A change of the configuration. Each replaces the whole object that it names. The gateway appends one only where it
 * differs from the configuration already in the journal.
 */
export type ConfigChange =
  | { readonly type: 'city.put'; readonly city: CityFacts }
  | { readonly type: 'zones.put'; readonly zones: readonly Zone[] }
  | { readonly type: 'model.put'; readonly model: DeviceModel }
  | { readonly type: 'device.put'; readonly device: Device }
  | { readonly type: 'device.remove'; readonly deviceId: string }
  | { readonly type: 'standard.put'; readonly pack: StandardsPack };
