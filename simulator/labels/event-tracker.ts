import type { ScenarioLabels } from '../../model/ground-truth.ts';

/** When a measure first reached a level in an event, and when it last stood at or above it. */
export interface PassedLevel {
  readonly level: number;
  readonly from: number;
  readonly until: number;
}

/** An interval in which the true measure was at or above the limit for the minimum duration. */
export interface TrueEvent {
  readonly startAt: number;
  readonly endAt: number;
  readonly peak: number;
  /** What it came from at its peak; null where that is not asked or not known. */
  readonly source: string | null;
  /** The levels that it reached, those below the limit included: water rises before it is deep. */
  readonly passed: readonly PassedLevel[];
}

/** What the tracker looks at, of one place. */
export interface Observation {
  readonly at: number;
  readonly measured: number;
  /** Called only at a new peak. */
  readonly source: () => string | null;
}

/** Follows the true measure at one place; returns an event, if it lasted long enough, when it is over. */
export interface EventTracker {
  observe(observation: Observation): TrueEvent | null;
  /** An event that goes on at the end of the run. */
  close(): TrueEvent | null;
}

/** A tracker for one place. Levels are watched from the last time that the measure was below all of them. */
export function createEventTracker({
  least,
  leastMinutes,
  levels,
}: Pick<ScenarioLabels, 'least' | 'leastMinutes' | 'levels'>): EventTracker {
  const lowest = Math.min(least, ...levels);
  let ongoing: TrueEvent | null = null;
  let passed: PassedLevel[] = [];
  const end = (): TrueEvent | null => {
    const event = ongoing;
    ongoing = null;
    return event && event.endAt - event.startAt >= leastMinutes * 60_000 ? event : null;
  };
  return {
    observe({ at, measured, source }) {
      // A measure that is not a number is below everything.
      if (!(measured >= lowest)) {
        passed = [];
        return end();
      }
      for (const level of levels) {
        if (measured < level) break;
        const known = passed.find((each) => each.level === level);
        if (known) passed = passed.map((each) => (each === known ? { ...known, until: at } : each));
        else passed = [...passed, { level, from: at, until: at }];
      }
      if (measured < least) return end();
      const isPeak = ongoing === null || measured > ongoing.peak;
      ongoing = {
        startAt: ongoing?.startAt ?? at,
        endAt: at,
        peak: isPeak ? measured : (ongoing?.peak ?? measured),
        source: isPeak ? source() : (ongoing?.source ?? null),
        passed,
      };
      return null;
    },
    close: end,
  };
}
