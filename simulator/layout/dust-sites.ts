import type { Zone } from '../../model/zone.ts';
import { createRandom, type Random } from '../random.ts';
import { boundsOf } from './bounds.ts';
import { degreesOf } from './grid-position.ts';

/** A building site. Its id is that of the monitor that the city's rules put at its edge. */
export interface DustSite {
  readonly id: string;
  readonly cellId: string;
  /** Its middle. */
  readonly longitude: number;
  readonly latitude: number;
  /** Where its monitor stands. */
  readonly monitor: { readonly longitude: number; readonly latitude: number };
  /** Hours of the day, local time, for which earthworks are permitted. */
  readonly permitFromHour: number;
  readonly permitUntilHour: number;
}

/** The monitor stands at the side that the prevailing wind (from the south-east) blows to. */
const MONITOR_METRES = { east: -45, north: 75 };
/** How far apart the two sites of a cell are. */
const APART_METRES = [350, 800] as const;

/** Two building sites in one cell of each district: the dust of one can reach the monitor of the other. */
export function layOutDustSites(seed: number, zones: readonly Zone[]): readonly DustSite[] {
  const random = createRandom(seed, 'dust-sites');
  return zones
    .filter((zone) => zone.kind === 'district')
    .flatMap((district) => {
      const cells = zones.filter((zone) => zone.kind === 'cell' && zone.parentId === district.id);
      return cells.length === 0 ? [] : layOutPair(random.pick(cells), random);
    });
}

function layOutPair(cell: Zone, random: Random): readonly DustSite[] {
  const { west, south, east, north } = boundsOf(cell);
  const first = {
    longitude: random.between(west + 0.35 * (east - west), east - 0.35 * (east - west)),
    latitude: random.between(south + 0.35 * (north - south), north - 0.35 * (north - south)),
  };
  const direction = random.between(0, 2 * Math.PI);
  const metres = random.between(...APART_METRES);
  const second = shift(first, { east: metres * Math.sin(direction), north: metres * Math.cos(direction) });
  return [first, second].map((middle, index) => ({
    id: `dust-${cell.id}-${index + 1}`,
    cellId: cell.id,
    ...shift(middle, { east: 0, north: 0 }),
    monitor: shift(middle, MONITOR_METRES),
    permitFromHour: random.integer(6, 8),
    permitUntilHour: random.integer(18, 22),
  }));
}

function shift(
  place: { readonly longitude: number; readonly latitude: number },
  metres: { readonly east: number; readonly north: number },
) {
  return {
    longitude: Number((place.longitude + degreesOf(metres.east)).toFixed(6)),
    latitude: Number((place.latitude + degreesOf(metres.north)).toFixed(6)),
  };
}
