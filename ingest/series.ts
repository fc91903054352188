import type { QualityLevel } from '../model/quality.ts';
import type { Reading } from '../model/reading.ts';
import type { Contribution } from '../model/state.ts';
import type { SeriesFacts } from './batch.ts';
import { GRID_MILLIS, gridPointFrom } from './grid.ts';

/** A reading as an estimate needs it; one of level `good` or `suspect` is a `Contribution` as it stands. */
export interface Point extends Omit<Contribution, 'quality'> {
  readonly quality: QualityLevel;
}

/** Age beyond which a reading no longer speaks for the present, at least. */
const SHORTEST_VALIDITY_MILLIS = 180_000;
/** Expected intervals for which a reading stays valid. */
const VALID_INTERVALS = 3;

/** Forgotten points are cut off in one go when there are this many. */
const CUT_AT = 32;

/**
 * The recent readings of one channel in event time, as far as a grid point can see them: between two grid points the newest usable reading
 * and the newest bad one behind it. So memory follows the minutes that are kept, not how often a device speaks.
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

  /** True when the zones changed with the facts. */
  adopt(facts: SeriesFacts): boolean {
    const before = this.#facts;
    this.#facts = facts;
    return before !== facts && before.zonePath.join('\n') !== facts.zonePath.join('\n');
  }

  get validityMillis(): number {
    return Math.max(VALID_INTERVALS * this.#facts.channel.expectedIntervalSeconds * 1000, SHORTEST_VALIDITY_MILLIS);
  }

  /** Puts a reading in its place in time; forgets what lies before `keepFrom` less the validity. */
  add({ deviceId, channel, observedAt, value, quality, offset }: Reading, keepFrom: number): void {
    const points = this.#points;
    let place = points.length;
    while (place > 0 && (points[place - 1] as Point).observedAt > observedAt) place -= 1;
    const point = Object.freeze({ deviceId, channel, observedAt, value, quality: quality.level, offset });
    if (this.#isHidden(point, place)) return;
    const first = this.#firstHiddenBy(point, place);
    // Most readings are the newest, and hide the one before or none; a splice makes a list of what it removes.
    if (first === points.length) points.push(point);
    else if (place - first === 1) points[first] = point;
    else points.splice(first, place - first, point);
    this.#forget(keepFrom - this.validityMillis);
  }

  /** Newest reading that may speak at `at`, and a newer one that may not because it is bad. */
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

  /** Until when a reading of this moment speaks: the next one, or the end of its validity. */
  validUntil(observedAt: number): number {
    const next = this.#points.find((point) => point.observedAt > observedAt && isUsable(point));
    return Math.min(next?.observedAt ?? Infinity, observedAt + this.validityMillis);
  }

  snapshot(): SeriesSnapshot {
    const points = this.#points.map(
      ({ observedAt, value, quality, offset }) => [observedAt, value, quality, offset] as const,
    );
    return { facts: this.#facts, points };
  }

  /** No grid point will see it: one behind it that is looked at first stands before the next grid point. */
  #isHidden(point: Point, place: number): boolean {
    const until = gridPointFrom(point.observedAt);
    for (let i = place; i < this.#points.length; i += 1) {
      const later = this.#points[i] as Point;
      if (later.observedAt > until) return false;
      if (isUsable(later) || !isUsable(point)) return true;
    }
    return false;
  }

  /** Where the readings begin that no grid point sees any more once `point` stands at `place`. */
  #firstHiddenBy(point: Point, place: number): number {
    const after = gridPointFrom(point.observedAt) - GRID_MILLIS;
    let first = place;
    for (; first > 0; first -= 1) {
      const earlier = this.#points[first - 1] as Point;
      if (earlier.observedAt <= after || (isUsable(earlier) && !isUsable(point))) break;
    }
    return first;
  }

  #forget(before: number): void {
    const kept = this.#points[CUT_AT];
    if (kept === undefined || kept.observedAt >= before) return;
    const first = this.#points.findIndex((point) => point.observedAt >= before);
    this.#points.splice(0, first < 0 ? this.#points.length : first);
  }
}

/** A series as plain JSON; points without what they all share, for there are many. */
export interface SeriesSnapshot {
  readonly facts: SeriesFacts;
  readonly points: readonly (readonly [observedAt: number, value: number, quality: QualityLevel, offset: number])[];
}

const isUsable = (point: Point): point is Contribution => point.quality !== 'bad';
