import { type Position, polygonsOf, type Zone, type ZoneKind } from '../model/zone.ts';

/** A spatial index of zones. */
export interface ZoneIndex {
  /** Id of the innermost area that contains the point (degrees, WGS 84); null: none does. */
  readonly innermost: (longitude: number, latitude: number) => string | null;
}

/** A smaller rank is further inside. Roads and drains are lines, which contain no points. */
const AREA_RANK: Readonly<Partial<Record<ZoneKind, number>>> = { underpass: 0, cell: 1, district: 2, city: 3 };

interface Area {
  readonly id: string;
  readonly rank: number;
  /** Outer rings and holes alike. */
  readonly rings: readonly (readonly Position[])[];
  readonly west: number;
  readonly south: number;
  readonly east: number;
  readonly north: number;
}

/** Builds an index: a linear search with bounding boxes, innermost kinds first. */
export function indexZones(zones: readonly Zone[]): ZoneIndex {
  const areas = zones
    .flatMap(areaOf)
    .sort((a, b) => a.rank - b.rank || boxSize(a) - boxSize(b) || (a.id < b.id ? -1 : 1));
  return {
    innermost(longitude, latitude) {
      for (const area of areas) {
        if (longitude < area.west || longitude > area.east || latitude < area.south || latitude > area.north) continue;
        if (isInside(area.rings, longitude, latitude)) return area.id;
      }
      return null;
    },
  };
}

function areaOf(zone: Zone): Area[] {
  const rank = AREA_RANK[zone.kind];
  if (rank === undefined || zone.outline.length < 3) return [];
  const box = { west: Infinity, south: Infinity, east: -Infinity, north: -Infinity };
  const rings = polygonsOf(zone).flat();
  for (const [longitude, latitude] of rings.flat()) {
    box.west = Math.min(box.west, longitude);
    box.east = Math.max(box.east, longitude);
    box.south = Math.min(box.south, latitude);
    box.north = Math.max(box.north, latitude);
  }
  return [{ id: zone.id, rank, rings, ...box }];
}

const boxSize = (area: Area): number => (area.east - area.west) * (area.north - area.south);

/** In an odd number of rings: in an outer ring and in none of its holes. */
const isInside = (rings: Area['rings'], longitude: number, latitude: number): boolean =>
  rings.filter((ring) => isInRing(ring, longitude, latitude)).length % 2 === 1;

/**
 * Point in ring by the even-odd rule: a ray to the east crosses an odd number of edges. Edges are half-open in
 * latitude, so that a point on the border of two neighbours belongs to exactly one of them.
 */
function isInRing(ring: readonly Position[], longitude: number, latitude: number): boolean {
  let inside = false;
  let [previousLongitude, previousLatitude] = ring[ring.length - 1] as Position;
  for (const [nextLongitude, nextLatitude] of ring) {
    if (nextLatitude > latitude !== previousLatitude > latitude) {
      const share = (latitude - nextLatitude) / (previousLatitude - nextLatitude);
      if (longitude < nextLongitude + share * (previousLongitude - nextLongitude)) inside = !inside;
    }
    previousLongitude = nextLongitude;
    previousLatitude = nextLatitude;
  }
  return inside;
}
