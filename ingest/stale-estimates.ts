import type { Property } from '../model/property.ts';
import type { ZoneGroup } from './zone-group.ts';

/** Estimates (group and grid point) that must be recomputed because of late readings. */
export class StaleEstimates {
  readonly #points = new Map<ZoneGroup, Set<number>>();

  /** Marks the estimate of a group at a grid point as stale. */
  mark(group: ZoneGroup, at: number): void {
    const points = this.#points.get(group);
    if (points === undefined) this.#points.set(group, new Set([at]));
    else points.add(at);
  }

  /** Removes and returns the marked grid points of a group, in order of time. */
  take(group: ZoneGroup): readonly number[] {
    const points = this.#points.get(group);
    if (points === undefined) return [];
    this.#points.delete(group);
    return [...points].sort((a, b) => a - b);
  }

  snapshot(): StaleEstimatesSnapshot {
    return [...this.#points].map(([{ zoneId, property }, points]) => [zoneId, property, [...points]]);
  }

  restore(snapshot: StaleEstimatesSnapshot, groupOf: (zoneId: string, property: Property) => ZoneGroup): void {
    this.#points.clear();
    for (const [zoneId, property, points] of snapshot) this.#points.set(groupOf(zoneId, property), new Set(points));
  }
}

/** Stale estimates as plain JSON. */
export type StaleEstimatesSnapshot = readonly (readonly [zoneId: string, property: Property, at: readonly number[]])[];
