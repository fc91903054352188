import type { Position } from '../model/zone.ts';

interface Edge {
  readonly from: Position;
  readonly to: Position;
  readonly west: number;
  readonly east: number;
  readonly south: number;
  readonly north: number;
}

/**
 * Where two edges of a ring cross, as the start of one of them; null where none do. Edges that only touch do not cross.
 * Edges are compared with those that begin before they end from west to east, so the time grows with the number of
 * edges and of their neighbours, not with the square.
 */
export function ringCrossing(ring: readonly Position[]): Position | null {
  const edges = edgesOf(ring).sort((one, other) => one.west - other.west);
  for (const [index, edge] of edges.entries()) {
    for (let next = index + 1; next < edges.length; next += 1) {
      const other = edges[next];
      if (!other || other.west > edge.east) break;
      if (other.south <= edge.north && edge.south <= other.north && doCross(edge, other)) return edge.from;
    }
  }
  return null;
}

function edgesOf(ring: readonly Position[]): Edge[] {
  return ring.slice(1).map((to, index) => {
    const from = ring[index] ?? to;
    return {
      from,
      to,
      west: Math.min(from[0], to[0]),
      east: Math.max(from[0], to[0]),
      south: Math.min(from[1], to[1]),
      north: Math.max(from[1], to[1]),
    };
  });
}

/** Each edge has the ends of the other on both of its sides. */
const doCross = (one: Edge, other: Edge): boolean =>
  side(one, other.from) * side(one, other.to) < 0 && side(other, one.from) * side(other, one.to) < 0;

/** Above 0 on the left of an edge, below 0 on its right, 0 on its line. */
const side = ({ from, to }: Edge, [longitude, latitude]: Position): number =>
  Math.sign((to[0] - from[0]) * (latitude - from[1]) - (to[1] - from[1]) * (longitude - from[0]));
