import { setImmediate as nextTurn } from 'node:timers/promises';
import { utcOffsetMillis } from '../model/civil-time.ts';
import { evenBounds } from '../model/even-bounds.ts';
import type { Bucket } from '../model/series-store.ts';
import { civilBounds, civilText, offsetAt, offsetStretches, PROBE_MILLIS } from './civil-buckets.ts';
import type { TimeRange } from './question.ts';
import { withoutRepeats } from './without-repeats.ts';

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
  /** Only of sums: without the readings that may be repeats. */
  readonly valueWithoutRepeats?: number | null;
  readonly count: number;
  /** Only a part of it was asked for, or is over. */
  readonly isPartial: boolean;
}

/** The buckets of a question: for the store their bounds within the range, for the answer whole buckets. */
export interface Buckets {
  readonly bounds: readonly number[];
  /** Joins what the store answered with the empty buckets of each of these groups, in time slices. */
  answer(found: readonly Bucket[], groups: readonly string[]): Promise<readonly AnsweredBucket[]>;
}

/** A few milliseconds of work; then other requests have their turn. */
const BUCKETS_AT_ONCE = 1_000;

/** The buckets that overlap a range. `now` is the city's time: what ends later is partial. */
export async function bucketsOf(
  range: TimeRange,
  options: {
    readonly step: Step;
    readonly timeZone: string;
    readonly now: number | null;
    /** The values are sums. */
    readonly areSums: boolean;
  },
): Promise<Buckets> {
  const { step, timeZone, now, areSums } = options;
  const { from, until } = range;
  const whole =
    typeof step === 'number' ? evenBounds(from, until, step) : await civilBounds(from, until, step, timeZone);
  const bounds = [from, ...whole.slice(1, -1), until];
  return {
    bounds,
    async answer(found, groups) {
      const offsetOf = await offsetsOf(whole[0] ?? from, until, { step, timeZone });
      const byStart = Map.groupBy(found, ({ at }) => at);
      const answered: AnsweredBucket[] = [];
      let made = 0;
      for (const [index, start] of bounds.slice(0, -1).entries()) {
        const [at, end] = [whole[index] ?? start, whole[index + 1] ?? until];
        const isPartial = at < from || end > until || (now !== null && end > now);
        const civilTime = civilText(at, offsetOf(at));
        const ofGroups = new Map(byStart.get(start)?.map((bucket) => [bucket.group, bucket]));
        for (const group of groups) {
          const bucket = ofGroups.get(group);
          const { value = null, count = 0 } = bucket ?? {};
          const sums = areSums ? { valueWithoutRepeats: bucket === undefined ? null : withoutRepeats(bucket) } : {};
          answered.push({ at, until: end, civilTime, group, value, ...sums, count, isPartial });
          made += 1;
          if (made % BUCKETS_AT_ONCE === 0) await nextTurn();
        }
      }
      return answered;
    },
  };
}

/**
 * Offset from UTC of any instant of [from, until), milliseconds; `from` is the begin of the first whole bucket, which
 * may lie before the clocks changed. Of long buckets each is looked up: the stretches of ten thousand years would hold
 * up everybody else.
 */
async function offsetsOf(
  from: number,
  until: number,
  { step, timeZone }: { readonly step: Step; readonly timeZone: string },
): Promise<(at: number) => number> {
  if (typeof step === 'number' && step > PROBE_MILLIS) return (at) => utcOffsetMillis(at, timeZone);
  const stretches = await offsetStretches(from, until, timeZone);
  return (at) => offsetAt(stretches, at);
}
