import type { Device, DeviceModel } from './device.ts';
import type { StandardsPack } from './standards-pack.ts';
import type { Zone } from './zone.ts';

/** What a city is, apart from its parts. */
export interface CityFacts {
  readonly name: { readonly en: string; readonly zh: string };
  /** IANA zone for civil days and hours. */
  readonly timeZone: string;
  readonly clock: 'wall' | 'driven';
  /** True: everything in it is made by the simulator, and every page says so. */
  readonly simulated: boolean;
}

/** Each change replaces what it names as a whole; the gateway writes one only when it differs from what the journal already says. */
export type ConfigChange =
  | { readonly type: 'city.put'; readonly city: CityFacts }
  | { readonly type: 'zones.put'; readonly zones: readonly Zone[] }
  | { readonly type: 'model.put'; readonly model: DeviceModel }
  | { readonly type: 'device.put'; readonly device: Device }
  | { readonly type: 'device.remove'; readonly deviceId: string }
  | { readonly type: 'standard.put'; readonly pack: StandardsPack };
