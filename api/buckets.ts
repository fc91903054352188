import { utcOffsetMillis } from '../model/civil-time.ts';
import { evenBounds } from '../model/even-bounds.ts';
import type { Bucket } from '../model/series-store.ts';
import { civilBounds, civilText, offsetAt, offsetStretches, PROBE_MILLIS } from './civil-buckets.ts';
import type { TimeRange } from './question.ts';

/** Which buckets are asked for: civil hours or days, or so many milliseconds, aligned to 1970 UTC. */
export type Step = 'hour' | 'day' | number;

/** A bucket as it is answered: one without readings too, and each says whether it is only a part. */
export interface AnsweredBucket {
  /** Begin and end, milliseconds since 1970; of a partial bucket those of the whole. */
  readonly at: number;
  readonly until: number;
  /** `at` as civil time with offset. */
  readonly civilTime: string;
  readonly group: string;
  /** Null: there are no readings in it. */
  readonly value: number | null;
  readonly count: number;
  /** Only a part of it was asked for, or is over. */
  readonly isPartial: boolean;
}

/** The buckets of a question: for the store their bounds within the range, for the answer whole buckets. */
export interface Buckets {
  readonly bounds: readonly number[];
  /** Joins what the store answered with the empty buckets of each of these groups. */
  answer(found: readonly Bucket[], groups: readonly string[]): readonly AnsweredBucket[];
}

/** The buckets that overlap a range. `now` is the city's time: what ends later is partial. */
export function bucketsOf(range: TimeRange, options: { step: Step; timeZone: string; now: number | null }): Buckets {
  const { step, timeZone, now } = options;
  const { from, until } = range;
  const whole = typeof step === 'number' ? evenBounds(from, until, step) : civilBounds(from, until, step, timeZone);
  const bounds = [from, ...whole.slice(1, -1), until];
  return {
    bounds,
    answer(found, groups) {
      const offsetOf = offsetsOf(whole[0] ?? from, until, { step, timeZone });
      const byStart = Map.groupBy(found, ({ at }) => at);
      return bounds.slice(0, -1).flatMap((start, index) => {
        const [at, end] = [whole[index] ?? start, whole[index + 1] ?? until];
        const isPartial = at < from || end > until || (now !== null && end > now);
        const civilTime = civilText(at, offsetOf(at));
        const ofGroups = new Map(byStart.get(start)?.map((bucket) => [bucket.group, bucket]));
        return groups.map((group) => {
          const { value = null, count = 0 } = ofGroups.get(group) ?? {};
          return { at, until: end, civilTime, group, value, count, isPartial };
        });
      });
    },
  };
}

/**
 * Offset from UTC of any instant of [from, until), milliseconds; `from` is the begin of the first whole bucket, which
 * may lie before the clocks changed. Of long buckets each is looked up: the stretches of ten thousand years would hold
 * up everybody else.
 */
function offsetsOf(
  from: number,
  until: number,
  { step, timeZone }: { readonly step: Step; readonly timeZone: string },
): (at: number) => number {
  if (typeof step === 'number' && step > PROBE_MILLIS) return (at) => utcOffsetMillis(at, timeZone);
  const stretches = offsetStretches(from, until, timeZone);
  return (at) => offsetAt(stretches, at);
}
