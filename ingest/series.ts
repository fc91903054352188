import type { QualityLevel } from '../model/quality.ts';
import type { Reading } from '../model/reading.ts';
import type { Contribution } from '../model/state.ts';
import type { SeriesFacts } from './batch.ts';
import { GRID_MILLIS, gridPointFrom } from './grid.ts';

/**
 * The part of a reading that estimates need. One of level `good` or `suspect` is used as a `Contribution` unchanged.
 */
export interface Point extends Omit<Contribution, 'quality'> {
  readonly quality: QualityLevel;
}

/** Minimum time for which a reading is valid, that is, contributes to estimates. */
const MIN_VALIDITY_MILLIS = 180_000;
/** Number of expected intervals for which a reading is valid. */
const VALID_INTERVALS = 3;

/** Number of expired points after which they are removed together. */
const REMOVE_AT = 32;

/**
 * The recent readings of one channel in event time. Between two grid points only the newest usable reading, and the
 * newest bad one after it, can affect an estimate; the others are dropped. Memory is therefore proportional to the kept
 * period, not to the number of readings.
 */
export class Series {
  #facts: SeriesFacts;
  readonly #points: Point[];

  constructor(facts: SeriesFacts, snapshot?: SeriesSnapshot) {
    this.#facts = facts;
    const { deviceId, channel } = facts;
    this.#points = (snapshot?.points ?? []).map(([observedAt, value, quality, offset]) =>
      Object.freeze({ deviceId, channel: channel.channel, observedAt, value, quality, offset }),
    );
  }

  get facts(): SeriesFacts {
    return this.#facts;
  }

  /** Replaces the facts; returns true when the zones have changed. */
  updateFacts(facts: SeriesFacts): boolean {
    const before = this.#facts;
    this.#facts = facts;
    return before !== facts && before.zonePath.join('\n') !== facts.zonePath.join('\n');
  }

  /** How long a reading of this channel is valid. */
  get validityMillis(): number {
    return Math.max(VALID_INTERVALS * this.#facts.channel.expectedIntervalSeconds * 1000, MIN_VALIDITY_MILLIS);
  }

  /** Inserts a reading in order of time; removes readings that are no longer valid at `keepFrom`. */
  add({ deviceId, channel, observedAt, value, quality, offset }: Reading, keepFrom: number): void {
    const points = this.#points;
    let place = points.length;
    while (place > 0 && (points[place - 1] as Point).observedAt > observedAt) place -= 1;
    const point = Object.freeze({ deviceId, channel, observedAt, value, quality: quality.level, offset });
    if (this.#isHidden(point, place)) return;
    const first = this.#firstHiddenBy(point, place);
    // Fast paths without `splice`, which allocates a list: most readings are the newest and replace at most one.
    if (first === points.length) points.push(point);
    else if (place - first === 1) points[first] = point;
    else points.splice(first, place - first, point);
    this.#removeBefore(keepFrom - this.validityMillis);
  }

  /** The newest usable reading that is valid at `at`, and the newest bad one after it. */
  lookUp(at: number): { readonly usable: Contribution | null; readonly bad: Point | null } {
    const oldest = at - this.validityMillis;
    let bad: Point | null = null;
    for (let i = this.#points.length - 1; i >= 0; i -= 1) {
      const point = this.#points[i] as Point;
      if (point.observedAt > at) continue;
      if (point.observedAt <= oldest) break;
      if (isUsable(point)) return { usable: point, bad };
      bad ??= point;
    }
    return { usable: null, bad };
  }

  /** Until when a reading at `observedAt` is used: until the next usable one, or the end of its validity. */
  validUntil(observedAt: number): number {
    let until = observedAt + this.validityMillis;
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
    return { facts: this.#facts, points };
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

  #removeBefore(before: number): void {
    const kept = this.#points[REMOVE_AT];
    if (kept === undefined || kept.observedAt >= before) return;
    const first = this.#points.findIndex((point) => point.observedAt >= before);
    this.#points.splice(0, first < 0 ? this.#points.length : first);
  }
}

/** A series as plain JSON; points are tuples without the fields that they share. */
export interface SeriesSnapshot {
  readonly facts: SeriesFacts;
  readonly points: readonly (readonly [observedAt: number, value: number, quality: QualityLevel, offset: number])[];
}

const isUsable = (point: Point): point is Contribution => point.quality !== 'bad';
