import type { Zone } from '../model/zone.ts';
import { GRID_MILLIS } from './grid.ts';
import type { Watermark } from './watermark.ts';

/** When event time leaps further (a driven clock), only the last of the grid points are visited. */
const MAX_GRID_POINTS = 1440;

/** A grid point, and the zones that pass it now in the order of their ids; absent: all. */
export interface PassedPoint {
  readonly at: number;
  readonly zoneIds?: readonly string[];
}

/** From which grid point (exclusive) to which (inclusive) a zone goes that does not go with the others. */
interface Course {
  readonly from: number;
  readonly to: number;
}

const NONE: readonly PassedPoint[] = [];

/**
 * Which zones pass which grid points. A zone has passed one when all devices have that stand in it or in a zone that it
 * contains: the watermark of a parent is the least of its children's.
 */
export class GridProgress {
  readonly #zones: ReadonlyMap<string, Zone>;
  /** Last grid point that all have passed but those in `#behind`; null before the first record. */
  #at: number | null = null;
  #behind = new Map<string, number>();
  /** Grid points that held zones have yet to pass, all together: while they stay as many, nobody has moved. */
  #lag = 0;

  constructor(zones: ReadonlyMap<string, Zone>) {
    this.#zones = zones;
  }

  /** Takes where the zones stand now; returns the grid points that they passed, in order of time. */
  follow({ at, held }: Pick<Watermark, 'at' | 'held'>): readonly PassedPoint[] {
    if (at === null) return NONE;
    const from = this.#at;
    const to = gridPointUntil(at);
    this.#at = to;
    const lag = lagOf(held, to);
    const hasMoved = to !== from || lag !== this.#lag;
    this.#lag = lag;
    if (from === null || !hasMoved) return NONE;
    const courses = this.#courses(from, to, held);
    const behind = [...courses].filter(([, course]) => course.to < to);
    this.#behind = new Map(behind.map(([zoneId, course]) => [zoneId, course.to] as const));
    return this.#points(from, to, courses);
  }

  /** Nobody listened until then: no grid point before it is visited any more. */
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

  #courses(from: number, to: number, held: ReadonlyMap<string, number>): ReadonlyMap<string, Course> {
    const reaches = new Map([...this.#behind.keys()].map((zoneId) => [zoneId, Infinity] as const));
    for (const [zoneId, at] of held) {
      if (at >= to) continue;
      for (const id of this.#chainOf(zoneId)) reaches.set(id, Math.min(reaches.get(id) ?? Infinity, at));
    }
    // In the order of ids, whoever spoke first: it is what snapshots and events hold.
    const ids = [...reaches.keys()].sort();
    return new Map(
      ids.map((id) => {
        const start = this.#behind.get(id) ?? from;
        const reach = Math.min(to, gridPointUntil(reaches.get(id) ?? Infinity));
        return [id, { from: start, to: Math.max(start, reach) }] as const;
      }),
    );
  }

  #points(from: number, to: number, courses: ReadonlyMap<string, Course>): readonly PassedPoint[] {
    const points: PassedPoint[] = [];
    const start = [...courses.values()].reduce((least, course) => Math.min(least, course.from), from);
    const first = Math.max(start + GRID_MILLIS, to - (MAX_GRID_POINTS - 1) * GRID_MILLIS);
    for (let at = first; at <= to; at += GRID_MILLIS) {
      const isPassing = (id: string): boolean => {
        const course = courses.get(id);
        return course === undefined ? at > from : at > course.from && at <= course.to;
      };
      if (at > from && [...courses.keys()].every(isPassing)) {
        points.push({ at });
        continue;
      }
      const zoneIds =
        at > from ? [...this.#zones.keys()].filter(isPassing).sort() : [...courses.keys()].filter(isPassing);
      if (zoneIds.length > 0) points.push({ at, zoneIds });
    }
    return points;
  }

  /** A zone and those that contain it. */
  #chainOf(zoneId: string): readonly string[] {
    const chain: string[] = [];
    // A tree that bites its own tail must not hang the fold. What stands in no zone, or in one that is gone, has none.
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

/** The progress along the grid as plain JSON. */
export interface GridProgressSnapshot {
  readonly at: number | null;
  readonly behind: readonly (readonly [zoneId: string, at: number])[];
  readonly lag: number;
}
