import { type Position, polygonsOf, ZONE_KIND_FACTS, type Zone } from '../model/zone.ts';

/** Outlines are drawn one by one: so little beyond the parent's edge is no mistake, metres. */
const TOLERANCE_METRES = 20;
const METRES_PER_DEGREE = 111_195;

/**
 * Areas that reach beyond the area of their parent: one sentence each, for a person. Readings count for a zone and all
 * zones above it in the tree, so a device out there counts for the parent although it does not stand in it.
 */
export function zoneOverhangs(zones: readonly Zone[]): readonly string[] {
  const byId = new Map(zones.map((zone) => [zone.id, zone]));
  return zones.flatMap((zone) => {
    const parent = byId.get(zone.parentId ?? '');
    if (parent === undefined || !isArea(zone) || !isArea(parent)) return [];
    const farthest = Math.max(...polygonsOf(zone).flatMap(([outer = []]) => outer.map(metresOutside(parent))));
    if (farthest <= TOLERANCE_METRES) return [];
    return [
      `zone "${zone.id}" reaches ${Math.round(farthest)} m beyond its parent "${parent.id}"; make the parent wider, the zone smaller, or name another parentId`,
    ];
  });
}

const isArea = ({ kind }: Zone): boolean => ZONE_KIND_FACTS[kind].shape === 'area';

/** How far positions lie outside of a zone, metres; 0 within. */
function metresOutside(zone: Zone): (at: Position) => number {
  const edges = polygonsOf(zone).flatMap((rings) =>
    rings.flatMap((ring) => ring.slice(1).map((to, index) => [ring[index] ?? to, to] as const)),
  );
  return (at) => {
    // Even and odd: a line from the position to the east crosses the rings of an area around it an odd number of times.
    const crossed = edges.filter(([from, to]) => crossesEastOf(at, from, to)).length;
    return crossed % 2 === 1 ? 0 : Math.min(...edges.map(([from, to]) => metresTo(at, from, to)));
  };
}

function crossesEastOf([x, y]: Position, from: Position, to: Position): boolean {
  if (from[1] > y === to[1] > y) return false;
  return x < from[0] + ((y - from[1]) / (to[1] - from[1])) * (to[0] - from[0]);
}

/** Distance to an edge, on a plane that touches the earth at the position. */
function metresTo([x, y]: Position, from: Position, to: Position): number {
  const shrink = Math.cos((y * Math.PI) / 180);
  const [fromX, fromY, toX, toY] = [(from[0] - x) * shrink, from[1] - y, (to[0] - x) * shrink, to[1] - y];
  const [alongX, alongY] = [toX - fromX, toY - fromY];
  const length = alongX * alongX + alongY * alongY;
  const share = length === 0 ? 0 : Math.min(1, Math.max(0, -(fromX * alongX + fromY * alongY) / length));
  return METRES_PER_DEGREE * Math.hypot(fromX + share * alongX, fromY + share * alongY);
}
