import type { Device } from '../../model/device.ts';
import type { Schedule } from '../world/schedule.ts';
import type { Site } from '../world/site.ts';
import { planAccidents } from './accidents.ts';
import type { Fault } from './fault.ts';
import { type GaugeAct, planGaugeActs } from './gauge-act.ts';
import { type StandingFault, spreadStandingFault } from './standing-fault.ts';

/** All that is wrong with the devices of a city in one block. */
export interface BlockFaults {
  readonly faults: readonly Fault[];
  /** The depth gauges whose faults look like incidents. */
  readonly acts: readonly GaugeAct[];
}

/** Plans the faults of one block: accidents, lying depth gauges, and those that stand for the whole run. */
export function planBlockFaults(run: {
  readonly seed: number;
  readonly devices: readonly Device[];
  readonly schedule: Schedule;
  readonly sites: readonly Site[];
  readonly zoneOf: (device: Device) => string | null;
  readonly standing: readonly StandingFault[];
}): BlockFaults {
  const { seed, devices, schedule, sites, zoneOf } = run;
  const lowPoints = sites.filter(({ isUnderpass }) => isUnderpass);
  const gauges = Map.groupBy(
    devices.filter(({ model }) => model === 'road-flood-depth'),
    zoneOf,
  );
  const acts = planGaugeActs({
    seed,
    schedule,
    lowPoints: lowPoints.map(({ zoneId }) => zoneId),
    gaugesAt: (zoneId) => (gauges.get(zoneId) ?? []).map(({ id }) => id),
  });
  const cellOfZone = new Map(sites.map(({ zoneId, cellId }) => [zoneId, cellId]));
  const spread = {
    seed,
    devices,
    schedule,
    zoneOf,
    cells: lowPoints.map(({ cellId }) => cellId),
    cellOf: (device: Device) => cellOfZone.get(zoneOf(device) ?? '') ?? null,
  };
  const lies = acts.map(({ fault }) => fault);
  const lying = new Set(lies.map(({ deviceId }) => deviceId));
  return {
    acts,
    // Those of the whole run last: they have the last word about a value. A lying gauge has no accident besides.
    faults: [
      ...planAccidents(seed, devices, schedule).filter(({ deviceId }) => !lying.has(deviceId)),
      ...lies,
      ...run.standing.flatMap((standing) => spreadStandingFault(standing, spread)),
    ],
  };
}
