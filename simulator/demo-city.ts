import type { CityFacts } from '../model/config-change.ts';
import type { Device } from '../model/device.ts';
import type { Zone } from '../model/zone.ts';
import { installFleet } from './layout/fleet.ts';
import { CITY_NAME } from './layout/names.ts';
import { layOutZones } from './layout/zones.ts';

/** A city to simulate: its name, zones and devices. */
export interface DemoCity {
  readonly city: CityFacts;
  readonly zones: readonly Zone[];
  readonly devices: readonly Device[];
}

/** A made-up coastal city with as many devices as asked for; the same seed gives the same city. */
export function demoCity({ seed, devices }: { readonly seed: number; readonly devices: number }): DemoCity {
  const zones = layOutZones(seed);
  return {
    city: { name: CITY_NAME, timeZone: 'Asia/Shanghai', clock: 'driven', simulated: true },
    zones,
    devices: installFleet(seed, zones, devices),
  };
}
