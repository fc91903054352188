import { GRID_MILLIS, gridPointFrom } from '../model/grid.ts';
import type { Reading } from '../model/reading.ts';
import type { Contribution } from '../model/state.ts';
import type { SeriesFacts } from './batch.ts';
import type { ChannelSeries, SeriesPart, SeriesSnapshot } from './channel-series.ts';
import type { Sample } from './estimate.ts';
import { isUsable, type Point, placeIn, removeBefore } from './points.ts';
import { validityMillis } from './validity.ts';

/** Readings of a minute that are kept one by one. Of more, the oldest are added up to one, which bounds the memory. */
const LISTED_PER_MINUTE = 60;

const NONE: readonly never[] = Object.freeze([]);

/**
 * The recent readings of one channel of an amount, in event time. Each counts once, at the grid point that ends its
 * minute, so that the sum over the minutes is the sum over the readings.
 */
export class AmountSeries implements ChannelSeries {
  facts: SeriesFacts;
  readonly #points: Point[];
  /** What was asked for last: by the group of its zone, and then by those of the zones around it. */
  #last: { readonly at: number; readonly facts: SeriesFacts; readonly part: SeriesPart } | null = null;

  constructor(facts: SeriesFacts, snapshot?: SeriesSnapshot) {
    this.facts = facts;
    const { deviceId, channel } = facts;
    this.#points = (snapshot?.points ?? []).map(([observedAt, value, quality, offset, count]) => {
      const point = { deviceId, channel: channel.channel, observedAt, value, quality, offset };
      return Object.freeze(count === undefined ? point : { ...point, count });
    });
  }

  add({ deviceId, channel, observedAt, value, quality, offset }: Reading, keepFrom: number): void {
    this.#last = null;
    const place = placeIn(this.#points, observedAt);
    // Of two readings under one key the first stays, as in the store.
    if (this.#points[place - 1]?.observedAt === observedAt) return;
    const point = Object.freeze({ deviceId, channel, observedAt, value, quality: quality.level, offset });
    if (place === this.#points.length) this.#points.push(point);
    else this.#points.splice(place, 0, point);
    this.#addUpOldest(gridPointFrom(observedAt));
    removeBefore(this.#points, keepFrom - validityMillis(this.facts));
  }

  /**
   * The sum of the minute before `at`. It is 0 where nothing was observed in that minute and a reading is still valid,
   * which is then the reading used; and not known where all that was observed in it is bad.
   */
  partAt(at: number): SeriesPart {
    const { facts } = this;
    if (this.#last?.at !== at || this.#last.facts !== facts) this.#last = { at, facts, part: this.#make(at) };
    return this.#last.part;
  }

  #make(at: number): SeriesPart {
    const { usable, bad } = this.#between(at - GRID_MILLIS, at);
    const valid = this.#between(at - validityMillis(this.facts), at).usable;
    const last = valid.at(-1);
    if (last === undefined || (usable.length === 0 && bad.length > 0)) return { sample: null, used: NONE, bad };
    const { accuracy } = this.facts.channel;
    const sample = { value: sumOf(usable), accuracy, count: Math.max(countOf(usable), 1), rate: this.#rateOf(valid) };
    return { sample, used: usable.length > 0 ? usable : [last], bad };
  }

  /** The whole validity, because outliers are found by the rate over it. */
  validUntil(observedAt: number): number {
    return observedAt + validityMillis(this.facts);
  }

  /** Whether a usable amount was observed in the minute before `at`. */
  hasAmountAt(at: number): boolean {
    return this.#between(at - GRID_MILLIS, at).usable.length > 0;
  }

  snapshot(): SeriesSnapshot {
    const points = this.#points.map(({ observedAt, value, quality, offset, count }) =>
      count === undefined
        ? ([observedAt, value, quality, offset] as const)
        : ([observedAt, value, quality, offset, count] as const),
    );
    return { facts: this.facts, points };
  }

  /** The points in (after, until], in order of time. */
  #between(after: number, until: number): { readonly usable: readonly Contribution[]; readonly bad: readonly Point[] } {
    const usable: Contribution[] = [];
    const bad: Point[] = [];
    for (let i = placeIn(this.#points, until) - 1; i >= 0; i -= 1) {
      const point = this.#points[i] as Point;
      if (point.observedAt <= after) break;
      if (isUsable(point)) usable.push(point);
      else bad.push(point);
    }
    return { usable: usable.reverse(), bad: bad.reverse() };
  }

  /**
   * The amount per minute over some readings, by which gauges of different intervals can be compared. The first of
   * several only says from when on the others count.
   */
  #rateOf(readings: readonly Contribution[]): NonNullable<Sample['rate']> {
    const counted = readings.length > 1 ? readings.slice(1) : readings;
    const { expectedIntervalSeconds, accuracy } = this.facts.channel;
    const spanMillis = (readings.at(-1)?.observedAt ?? 0) - (readings[0]?.observedAt ?? 0);
    const minutes = Math.max(spanMillis, expectedIntervalSeconds * 1000) / GRID_MILLIS;
    return { value: sumOf(counted) / minutes, accuracy: (accuracy * Math.sqrt(countOf(counted))) / minutes };
  }

  /** Adds up the two oldest usable points of a minute that has too many; of bad ones the oldest is dropped. */
  #addUpOldest(at: number): void {
    // Nearly always there are few, and it is enough to look whether the reading so many places before is of the minute.
    const tooMany = this.#points[placeIn(this.#points, at) - 1 - LISTED_PER_MINUTE];
    if (tooMany === undefined || tooMany.observedAt <= at - GRID_MILLIS) return;
    const { usable, bad } = this.#between(at - GRID_MILLIS, at);
    if (bad.length > LISTED_PER_MINUTE) this.#points.splice(this.#points.indexOf(bad[0] as Point), 1);
    const [first, second] = usable;
    if (usable.length <= LISTED_PER_MINUTE || first === undefined || second === undefined) return;
    const isGood = first.quality === 'good' && second.quality === 'good';
    const sum: Contribution = Object.freeze({
      ...second,
      value: roundMillionths(roundMillionths(first.value) + roundMillionths(second.value)),
      quality: isGood ? 'good' : 'suspect',
      count: countOf([first, second]),
    });
    this.#points.splice(this.#points.indexOf(second), 1, sum);
    this.#points.splice(this.#points.indexOf(first), 1);
  }
}

const sumOf = (points: readonly Contribution[]): number => points.reduce((sum, { value }) => sum + value, 0);

/** Sums of multiples of a millionth are the same in any order. */
const roundMillionths = (value: number): number => Math.round(value * 1e6) / 1e6;

const countOf = (points: readonly Contribution[]): number => points.reduce((total, { count = 1 }) => total + count, 0);
