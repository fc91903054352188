import type { Property } from '../model/property.ts';
import type { ZoneGroup } from './zone-group.ts';

/** Grid points at which the estimate of a group is older than what came late. */
export class StaleEstimates {
  readonly #points = new Map<ZoneGroup, Set<number>>();

  mark(group: ZoneGroup, at: number): void {
    const points = this.#points.get(group);
    if (points === undefined) this.#points.set(group, new Set([at]));
    else points.add(at);
  }

  /** Takes out the grid points of a group, in order of time. */
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
