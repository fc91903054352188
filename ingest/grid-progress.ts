import { GRID_MILLIS } from '../model/grid.ts';
import type { Zone } from '../model/zone.ts';
import type { Watermark } from './watermark.ts';

/** When event time jumps further than this many grid points (a driven clock), only the last ones are emitted. */
const MAX_GRID_POINTS = 1440;

/** A grid point, and the zones that pass it now, sorted by id; absent: all zones. */
export interface PassedPoint {
  readonly at: number;
  readonly zoneIds?: readonly string[];
}

/** The grid points (from exclusive, to inclusive) that a zone passes, for zones that do not advance with the others. */
interface GridRange {
  readonly from: number;
  readonly to: number;
}

const NONE: readonly PassedPoint[] = [];

/**
 * Determines which zones pass which grid points. The watermark of a zone is the minimum over its own devices and over
 * those of the zones that it contains.
 */
export class GridProgress {
  readonly #zones: ReadonlyMap<string, Zone>;
  /** Last grid point that all zones except those in `#behind` have passed; null before the first record. */
  #at: number | null = null;
  #behind = new Map<string, number>();
  /** Total number of grid points that held zones are behind: while it is unchanged, no zone has advanced. */
  #lag = 0;

  constructor(zones: ReadonlyMap<string, Zone>) {
    this.#zones = zones;
  }

  /** Updates to the current watermarks; returns the grid points that were passed, in order of time. */
  advance({ at, held }: Pick<Watermark, 'at' | 'held'>): readonly PassedPoint[] {
    if (at === null) return NONE;
    const from = this.#at;
    const to = gridPointUntil(at);
    this.#at = to;
    const lag = lagOf(held, to);
    const hasMoved = to !== from || lag !== this.#lag;
    this.#lag = lag;
    if (from === null || !hasMoved) return NONE;
    const ranges = this.#ranges(from, to, held);
    const behind = [...ranges].filter(([, range]) => range.to < to);
    this.#behind = new Map(behind.map(([zoneId, range]) => [zoneId, range.to] as const));
    return this.#points(from, to, ranges);
  }

  /** The gateway was not running until `at`: grid points before it are not emitted. */
  resumeFrom(at: number): void {
    this.#at = gridPointUntil(at);
    this.#behind = new Map();
    this.#lag = 0;
  }

  snapshot(): GridProgressSnapshot {
    return { at: this.#at, behind: [...this.#behind], lag: this.#lag };
  }

  restore({ at, behind, lag }: GridProgressSnapshot): void {
    this.#at = at;
    this.#lag = lag;
    this.#behind = new Map(behind);
  }

  #ranges(from: number, to: number, held: ReadonlyMap<string, number>): ReadonlyMap<string, GridRange> {
    const reaches = new Map([...this.#behind.keys()].map((zoneId) => [zoneId, Infinity] as const));
    for (const [zoneId, at] of held) {
      if (at >= to) continue;
      for (const id of this.#chainOf(zoneId)) reaches.set(id, Math.min(reaches.get(id) ?? Infinity, at));
    }
    // Sorted by id, because events and snapshots must not depend on the order of arrival.
    const ids = [...reaches.keys()].sort();
    return new Map(
      ids.map((id) => {
        const start = this.#behind.get(id) ?? from;
        const reach = Math.min(to, gridPointUntil(reaches.get(id) ?? Infinity));
        return [id, { from: start, to: Math.max(start, reach) }] as const;
      }),
    );
  }

  #points(from: number, to: number, ranges: ReadonlyMap<string, GridRange>): readonly PassedPoint[] {
    const points: PassedPoint[] = [];
    const start = [...ranges.values()].reduce((lowest, range) => Math.min(lowest, range.from), from);
    const first = Math.max(start + GRID_MILLIS, to - (MAX_GRID_POINTS - 1) * GRID_MILLIS);
    for (let at = first; at <= to; at += GRID_MILLIS) {
      const isPassing = (id: string): boolean => {
        const range = ranges.get(id);
        return range === undefined ? at > from : at > range.from && at <= range.to;
      };
      if (at > from && [...ranges.keys()].every(isPassing)) {
        points.push({ at });
        continue;
      }
      const zoneIds =
        at > from ? [...this.#zones.keys()].filter(isPassing).sort() : [...ranges.keys()].filter(isPassing);
      if (zoneIds.length > 0) points.push({ at, zoneIds });
    }
    return points;
  }

  /** A zone and its ancestors; empty for an id that does not exist. */
  #chainOf(zoneId: string): readonly string[] {
    const chain: string[] = [];
    // A cycle in the zones must not hang the fold.
    for (let zone = this.#zones.get(zoneId); zone !== undefined && !chain.includes(zone.id); ) {
      chain.push(zone.id);
      zone = zone.parentId === null ? undefined : this.#zones.get(zone.parentId);
    }
    return chain;
  }
}

function lagOf(held: ReadonlyMap<string, number>, to: number): number {
  let points = 0;
  for (const at of held.values()) if (at < to) points += (to - gridPointUntil(at)) / GRID_MILLIS;
  return points;
}

const gridPointUntil = (at: number): number => Math.floor(at / GRID_MILLIS) * GRID_MILLIS;

/** The state as plain JSON. */
export interface GridProgressSnapshot {
  readonly at: number | null;
  readonly behind: readonly (readonly [zoneId: string, at: number])[];
  readonly lag: number;
}
