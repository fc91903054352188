import type { TrafficTruth } from '../../model/ground-truth.ts';

/** The road at one site. */
export interface RoadFacts {
  readonly freeSpeedKmh: number;
  readonly capacityPerHour: number;
  /** Demand at the busiest hour as a share of capacity. */
  readonly busyness: number;
}

export type Traffic = TrafficTruth;

/** Share of the day's peak demand by hour of local time, 0 to 23. */
const DEMAND_BY_HOUR = [
  0.14, 0.09, 0.07, 0.06, 0.09, 0.2, 0.45, 0.82, 1, 0.84, 0.7, 0.66, 0.64, 0.63, 0.65, 0.7, 0.8, 0.95, 0.98, 0.76, 0.58,
  0.46, 0.34, 0.22,
] as const;

/** Demand at a time of day, interpolated between full hours. */
export function demandShare(hourOfDay: number): number {
  const hour = Math.floor(hourOfDay);
  const here = DEMAND_BY_HOUR[hour % 24] ?? 0;
  const next = DEMAND_BY_HOUR[(hour + 1) % 24] ?? 0;
  return here + (next - here) * (hourOfDay - hour);
}

/** Speed of traffic through water as a share of its dry speed: nearly 0 from 35 cm on. */
function wadingShare(depthCm: number): number {
  if (depthCm <= 1) return 1;
  return Math.max(0.05, 1 - (depthCm - 1) / 34);
}

/** Traffic at a site. A jam (an accident, road works) caps the speed and lets fewer through. */
export function flowTraffic(
  road: RoadFacts,
  now: {
    readonly hourOfDay: number;
    readonly rainMmPerHour: number;
    readonly depthCm: number;
    readonly jamSpeedKmh: number | null;
  },
): Traffic {
  const load = road.busyness * demandShare(now.hourOfDay);
  const crowding = 1 + 0.5 * load * load * load * load;
  const wet = 1 - 0.2 * Math.min(1, now.rainMmPerHour / 60);
  const wading = wadingShare(now.depthCm);
  const moving = (road.freeSpeedKmh / crowding) * wet * wading;
  const speedKmh = now.jamSpeedKmh === null ? moving : Math.min(moving, now.jamSpeedKmh);
  const passing = wading * (now.jamSpeedKmh === null ? 1 : 0.45);
  return { speedKmh, volumePerHour: road.capacityPerHour * load * passing };
}
