import type { CityFacts } from '../model/config-change.ts';
import type { Device } from '../model/device.ts';
import type { Zone } from '../model/zone.ts';
import { type DustSite, layOutDustSites } from './layout/dust-sites.ts';
import { type DepthGauges, installFleet } from './layout/fleet.ts';
import { CITY_NAME } from './layout/names.ts';
import { layOutZones } from './layout/zones.ts';

/** A city to simulate: its name, zones and devices, and where building sites raise dust. */
export interface DemoCity {
  readonly city: CityFacts;
  readonly zones: readonly Zone[];
  readonly devices: readonly Device[];
  readonly dustSites: readonly DustSite[];
}

/** What may differ from one demo city to another. */
export interface DemoCityOptions {
  readonly seed: number;
  readonly devices: number;
  /** Depth gauges of each underpass; absent: one or two. */
  readonly depthGauges?: DepthGauges;
}

/** A made-up coastal city with as many devices as asked for; the same options give the same city. */
export function demoCity({ seed, devices, depthGauges = 'field' }: DemoCityOptions): DemoCity {
  const zones = layOutZones(seed);
  const dustSites = layOutDustSites(seed, zones);
  return {
    city: { name: CITY_NAME, timeZone: 'Asia/Shanghai', clock: 'driven', simulated: true },
    zones,
    devices: installFleet(seed, { zones, dustSites }, devices, depthGauges),
    dustSites,
  };
}
