import type { Position, Zone } from '../model/zone.ts';
import { ringCrossing } from './ring-crossing.ts';

type Ring = readonly Position[];
type Polygon = readonly Ring[];
/** The geometry of a zone, or what is wrong with it at which key. */
type Shape = Pick<Zone, 'outline' | 'polygons'> | { readonly key: 'type' | 'coordinates'; readonly problem: string };
type Geometry = Readonly<Record<string, unknown>>;

/** Square degrees: smaller than any place, a tenth of a square millimetre. */
const SMALLEST_AREA = 1e-17;
const DEGREES = 'must be positions [longitude, latitude] in degrees';

/** Reads a LineString. */
export function lineOf({ type, coordinates }: Geometry): Shape {
  if (type !== 'LineString') return { key: 'type', problem: 'must be LineString' };
  if (!isPositions(coordinates) || coordinates.length < 2) return { key: 'coordinates', problem: DEGREES };
  return { outline: coordinates.map(flat) };
}

/** Reads a Polygon or a MultiPolygon, each with holes. */
export function areaOf({ type, coordinates }: Geometry): Shape {
  if (type !== 'Polygon' && type !== 'MultiPolygon') return { key: 'type', problem: 'must be Polygon or MultiPolygon' };
  const raw: unknown = type === 'Polygon' ? [coordinates] : coordinates;
  if (!Array.isArray(raw) || raw.length === 0) return { key: 'coordinates', problem: DEGREES };
  const polygons: Polygon[] = [];
  for (const rings of raw) {
    if (!Array.isArray(rings) || rings.length === 0 || !rings.every(isPositions))
      return { key: 'coordinates', problem: DEGREES };
    const polygon = rings.map((ring) => ring.map(flat));
    const problem = polygon.map(ringProblem).find((found) => found !== null) ?? holeProblem(polygon);
    if (problem !== null) return { key: 'coordinates', problem };
    polygons.push(polygon);
  }
  const [largest = []] = polygons.toSorted((one, other) => areaOfRing(other[0]) - areaOfRing(one[0]));
  const outline = largest[0] ?? [];
  const isPlain = polygons.length === 1 && largest.length === 1;
  return isPlain ? { outline } : { outline, polygons };
}

function ringProblem(ring: Ring): string | null {
  const [first, last] = [ring[0], ring.at(-1)];
  if (ring.length < 4 || first?.[0] !== last?.[0] || first?.[1] !== last?.[1])
    return 'must be a closed ring: at least 4 positions, the last the same as the first';
  const at = ringCrossing(ring);
  if (at !== null) return `must not cross itself; its edges cross near ${at[0].toFixed(5)}, ${at[1].toFixed(5)}`;
  return areaOfRing(ring) < SMALLEST_AREA ? 'must have an area; all of its positions lie on a line' : null;
}

/** A hole lies within its polygon: none of it may lie outside of the box around the outer ring. */
function holeProblem([outer = [], ...holes]: Polygon): string | null {
  const [west, east] = [least(outer, 0), -least(outer, 0, -1)];
  const [south, north] = [least(outer, 1), -least(outer, 1, -1)];
  const isOutside = ([longitude, latitude]: Position) =>
    longitude < west || longitude > east || latitude < south || latitude > north;
  return holes.some((hole) => hole.some(isOutside)) ? 'must have its holes within its outer ring' : null;
}

const least = (ring: Ring, axis: 0 | 1, sign = 1): number =>
  ring.reduce((smallest, position) => Math.min(smallest, sign * position[axis]), Number.POSITIVE_INFINITY);

/** Square degrees (the shoelace formula), from the first position on, which keeps more digits. */
function areaOfRing(ring: Ring = []): number {
  const [west, south] = ring[0] ?? [0, 0];
  let twice = 0;
  for (const [index, [longitude, latitude]] of ring.entries()) {
    const [nextLongitude, nextLatitude] = ring[index + 1] ?? ring[0] ?? [0, 0];
    twice += (longitude - west) * (nextLatitude - south) - (nextLongitude - west) * (latitude - south);
  }
  return Math.abs(twice) / 2;
}

const isPositions = (value: unknown): value is readonly [number, number][] =>
  Array.isArray(value) && value.every(isPosition);

const isPosition = (value: unknown): value is [number, number] =>
  Array.isArray(value) && isDegrees(value[0], 180) && isDegrees(value[1], 90);

const isDegrees = (value: unknown, limit: number): boolean => typeof value === 'number' && Math.abs(value) <= limit;

/** Without a height. */
const flat = ([longitude, latitude]: readonly number[]): Position => [longitude ?? 0, latitude ?? 0];
