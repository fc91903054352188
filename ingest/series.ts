import { GRID_MILLIS, gridPointFrom } from '../model/grid.ts';
import type { Reading } from '../model/reading.ts';
import type { SeriesFacts } from './batch.ts';
import type { ChannelSeries, SeriesPart, SeriesSnapshot } from './channel-series.ts';
import { isUsable, type Point, placeIn, removeBefore } from './points.ts';
import { validityMillis } from './validity.ts';

const NONE: readonly never[] = Object.freeze([]);

/**
 * The recent readings of one channel in event time, of any property but an amount. Between two grid points only the
 * newest usable reading, and the newest bad one after it, can affect an estimate; the others are dropped. Memory is
 * therefore proportional to the kept period, not to the number of readings.
 */
export class Series implements ChannelSeries {
  facts: SeriesFacts;
  readonly #points: Point[];

  constructor(facts: SeriesFacts, snapshot?: SeriesSnapshot) {
    this.facts = facts;
    const { deviceId, channel } = facts;
    this.#points = (snapshot?.points ?? []).map(([observedAt, value, quality, offset]) =>
      Object.freeze({ deviceId, channel: channel.channel, observedAt, value, quality, offset }),
    );
  }

  /** Inserts a reading in order of time; removes readings that are no longer valid at `keepFrom`. */
  add({ deviceId, channel, observedAt, value, quality, offset }: Reading, keepFrom: number): void {
    const points = this.#points;
    const place = placeIn(points, observedAt);
    const point = Object.freeze({ deviceId, channel, observedAt, value, quality: quality.level, offset });
    if (this.#isHidden(point, place)) return;
    const first = this.#firstHiddenBy(point, place);
    // Fast paths without `splice`, which allocates a list: most readings are the newest and replace at most one.
    if (first === points.length) points.push(point);
    else if (place - first === 1) points[first] = point;
    else points.splice(first, place - first, point);
    removeBefore(points, keepFrom - validityMillis(this.facts));
  }

  /** The newest usable reading that is valid at `at`, and the newest bad one after it. */
  partAt(at: number): SeriesPart {
    const oldest = at - validityMillis(this.facts);
    let bad: readonly Point[] = NONE;
    for (let i = this.#points.length - 1; i >= 0; i -= 1) {
      const point = this.#points[i] as Point;
      if (point.observedAt > at) continue;
      if (point.observedAt <= oldest) break;
      if (isUsable(point)) {
        return { sample: { value: point.value, accuracy: this.facts.channel.accuracy }, used: [point], bad };
      }
      if (bad.length === 0) bad = [point];
    }
    return { sample: null, used: NONE, bad };
  }

  /** Until when a reading at `observedAt` is used: until the next usable one, or the end of its validity. */
  validUntil(observedAt: number): number {
    let until = observedAt + validityMillis(this.facts);
    // From the end, because most late readings are not very late.
    for (let i = this.#points.length - 1; i >= 0; i -= 1) {
      const point = this.#points[i] as Point;
      if (point.observedAt <= observedAt) break;
      if (point.observedAt < until && isUsable(point)) until = point.observedAt;
    }
    return until;
  }

  snapshot(): SeriesSnapshot {
    const points = this.#points.map(
      ({ observedAt, value, quality, offset }) => [observedAt, value, quality, offset] as const,
    );
    return { facts: this.facts, points };
  }

  /** Whether no grid point can use the point: a later one before the next grid point takes precedence. */
  #isHidden(point: Point, place: number): boolean {
    const until = gridPointFrom(point.observedAt);
    for (let i = place; i < this.#points.length; i += 1) {
      const later = this.#points[i] as Point;
      if (later.observedAt > until) return false;
      if (isUsable(later) || !isUsable(point)) return true;
    }
    return false;
  }

  /** Index of the first of the points before `place` that no grid point can use any more once `point` is inserted. */
  #firstHiddenBy(point: Point, place: number): number {
    const after = gridPointFrom(point.observedAt) - GRID_MILLIS;
    let first = place;
    for (; first > 0; first -= 1) {
      const earlier = this.#points[first - 1] as Point;
      if (earlier.observedAt <= after || (isUsable(earlier) && !isUsable(point))) break;
    }
    return first;
  }
}
