import type { Zone } from '../../model/zone.ts';
import { boundsOf } from '../layout/bounds.ts';
import { METRES_PER_CELL, positionOf } from '../layout/grid-position.ts';
import { createRandom, type Random } from '../random.ts';
import type { BasinFacts } from './basin.ts';
import type { PumpFacts } from './pumps.ts';
import type { OutletFacts } from './tide.ts';
import type { RoadFacts } from './traffic.ts';

/** A zone with a state of its own in the world: each cell, and each underpass as a low point within one. */
export interface Site {
  readonly zoneId: string;
  readonly isUnderpass: boolean;
  /** The cell: itself, or the one that the underpass lies in. It has one electric feeder. */
  readonly cellId: string;
  /** Middle of the place; distances between sites are measured in cells. */
  readonly east: number;
  readonly north: number;
  readonly basin: BasinFacts;
  /** Null: it drains by gravity alone. */
  readonly pumps: PumpFacts | null;
  /** Null: the outlet lies above any sea. */
  readonly outlet: OutletFacts | null;
  /** Where its water goes when it spills over; null: into the sea. */
  readonly spillsInto: string | null;
  readonly road: RoadFacts;
  /** How the wind differs here from that over the city: buildings slow and turn it. */
  readonly shelter: { readonly speedShare: number; readonly turnDegrees: number };
}

/** The coast lies south of the city; pipes of places nearer to it than this end in the sea. */
const COAST_METRES = METRES_PER_CELL;
/** Share of an underpass' water that leaves without pumps. */
const GRAVITY_SHARE_OF_UNDERPASS = 0.15;

/**
 * Ground of every cell and underpass, seeded by its id, so that more zones change no other. In the order in which
 * water flows: no site spills into one before it.
 */
export function surveySites(seed: number, zones: readonly Zone[]): readonly Site[] {
  const areas = zones.filter((zone) => zone.kind === 'cell' || zone.kind === 'underpass');
  const southernEdge = Math.min(...areas.map((zone) => boundsOf(zone).south));
  const below = downstreamOf(areas);
  return areas
    .map((zone) => survey(seed, zone, below.get(zone.id) ?? null, southernEdge))
    .sort((one, other) => other.row - one.row || Number(one.site.isUnderpass) - Number(other.site.isUnderpass))
    .map(({ site }) => site);
}

/** A cell's water runs into its underpass, an underpass' and any other cell's into the cell to the south. */
function downstreamOf(areas: readonly Zone[]): ReadonlyMap<string, string | null> {
  const cells = areas.filter((zone) => zone.kind === 'cell');
  const middle = (zone: Zone) => positionOf(middleOf(zone));
  const southOf = (cell: Zone): string | null => {
    const here = middle(cell);
    const next = cells.find((other) => {
      const there = middle(other);
      return Math.abs(there.east - here.east) < 0.5 && Math.abs(there.north - (here.north - 1)) < 0.5;
    });
    return next?.id ?? null;
  };
  return new Map(
    areas.map((zone) => {
      if (zone.kind === 'cell') {
        const underpass = areas.find(({ kind, parentId }) => kind === 'underpass' && parentId === zone.id);
        return [zone.id, underpass?.id ?? southOf(zone)];
      }
      const cell = cells.find(({ id }) => id === zone.parentId);
      return [zone.id, cell ? southOf(cell) : null];
    }),
  );
}

function survey(seed: number, zone: Zone, spillsInto: string | null, southernEdge: number) {
  const random = createRandom(seed, 'site', zone.id);
  const isUnderpass = zone.kind === 'underpass';
  const middle = positionOf(middleOf(zone));
  const rim = positionOf({ longitude: 0, latitude: southernEdge });
  const catchmentSquareMetres = random.between(21_000, 29_000);
  // Pipes for 75 to 90 mm/h carry a rain of about five years in a city of southern China.
  const m3PerHour = (random.between(75, 90) * catchmentSquareMetres) / 1000;
  const storageM3 = (random.between(10, 13) * catchmentSquareMetres) / 1000;
  const lakeWidthMetres = random.between(36, 44);
  const roadSlope = random.between(0.027, 0.033);
  const road = {
    freeSpeedKmh: random.between(48, 62),
    capacityPerHour: random.between(1800, 3200),
    busyness: random.between(0.75, 1.05),
  };
  const site: Site = {
    zoneId: zone.id,
    isUnderpass,
    cellId: isUnderpass ? (zone.parentId ?? zone.id) : zone.id,
    ...middle,
    basin: {
      catchmentSquareMetres,
      gravityM3PerHour: isUnderpass ? GRAVITY_SHARE_OF_UNDERPASS * m3PerHour : m3PerHour,
      inletM3PerHour: random.between(3, 4) * m3PerHour,
      storageM3,
      lakeWidthMetres,
      roadSlope,
      // Water spills from an open street over its kerbs; a sag under a bridge keeps it.
      spillDepthCm: isUnderpass ? 150 : 12,
    },
    pumps: isUnderpass ? installPumps((1 - GRAVITY_SHARE_OF_UNDERPASS) * m3PerHour, random) : null,
    outlet:
      (middle.north - rim.north) * METRES_PER_CELL < COAST_METRES
        ? { invertMetres: random.between(0, 0.5), heightMetres: random.between(1.7, 2.2) }
        : null,
    spillsInto,
    road,
    shelter: { speedShare: random.between(0.75, 1.15), turnDegrees: random.between(-12, 12) },
  };
  return { site, row: Math.floor(middle.north - rim.north) };
}

/** Two or three pumps for a flow; each takes about 0.03 kWh for a cubic metre: 8 m of lift at 70 % efficiency. */
function installPumps(m3PerHour: number, random: Random): PumpFacts {
  const count = random.integer(2, 3);
  const eachM3PerHour = m3PerHour / count;
  return { count, eachM3PerHour, eachKilowatts: 0.031 * eachM3PerHour };
}

function middleOf(zone: Zone): { readonly longitude: number; readonly latitude: number } {
  const { west, south, east, north } = boundsOf(zone);
  return { longitude: (west + east) / 2, latitude: (south + north) / 2 };
}
