import type { Zone } from '../../model/zone.ts';
import { boundsOf } from '../layout/bounds.ts';
import { createRandom } from '../random.ts';
import type { BasinFacts } from './basin.ts';
import type { RoadFacts } from './traffic.ts';

/** A zone with a state of its own in the world: each cell, and each underpass as a low point within one. */
export interface Site {
  readonly zoneId: string;
  readonly isUnderpass: boolean;
  /** Middle of the place; distances between sites are measured in cells. */
  readonly east: number;
  readonly north: number;
  readonly basin: BasinFacts;
  readonly road: RoadFacts;
}

/** Degrees that count as one length unit of storms. */
const CELL_DEGREES = 0.03;

/** Ground of every cell and underpass, seeded by its id, so more zones change no other. */
export function surveySites(seed: number, zones: readonly Zone[]): readonly Site[] {
  return zones.filter((zone) => zone.kind === 'cell' || zone.kind === 'underpass').map((zone) => survey(seed, zone));
}

function survey(seed: number, zone: Zone): Site {
  const random = createRandom(seed, 'site', zone.id);
  const { west, south, east, north } = boundsOf(zone);
  const isUnderpass = zone.kind === 'underpass';
  return {
    zoneId: zone.id,
    isUnderpass,
    east: (west + east) / 2 / CELL_DEGREES,
    north: (south + north) / 2 / CELL_DEGREES,
    basin: {
      catchmentSquareMetres: random.between(21_000, 29_000),
      drainMmPerHour: random.between(75, 90),
      storageMm: random.between(10, 13),
      lakeWidthMetres: random.between(36, 44),
      roadSlope: random.between(0.027, 0.033),
      // Water spills from an open street over its kerbs; a sag under a bridge keeps it.
      spillDepthCm: isUnderpass ? 150 : 12,
    },
    road: {
      freeSpeedKmh: random.between(48, 62),
      capacityPerHour: random.between(1800, 3200),
      busyness: random.between(0.75, 1.05),
    },
  };
}
