import type { QualityLevel } from '../model/quality.ts';
import type { Contribution } from '../model/state.ts';

/**
 * The part of a reading that estimates need. One of level `good` or `suspect` is used as a `Contribution` unchanged.
 */
export interface Point extends Omit<Contribution, 'quality'> {
  readonly quality: QualityLevel;
}

/** Whether estimates may use a point. */
export const isUsable = (point: Point): point is Contribution => point.quality !== 'bad';

/** The place in a list in order of time at which a point of this time belongs, behind those of the same time. */
export function placeIn(points: readonly Point[], observedAt: number): number {
  let place = points.length;
  while (place > 0 && (points[place - 1] as Point).observedAt > observedAt) place -= 1;
  return place;
}

/** Number of expired points after which they are removed together. */
const REMOVE_AT = 32;

/** Removes the points before an instant, once there are many of them. */
export function removeBefore(points: Point[], before: number): void {
  const kept = points[REMOVE_AT];
  if (kept === undefined || kept.observedAt >= before) return;
  const first = points.findIndex((point) => point.observedAt >= before);
  points.splice(0, first < 0 ? points.length : first);
}
