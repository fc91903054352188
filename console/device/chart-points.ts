import type { QualityLevel } from '../../model/quality.ts';

/** One value on a chart. */
export interface ChartPoint {
  readonly observedAt: number;
  readonly value: number;
  readonly level: QualityLevel;
}

/** What a chart draws: a line with gaps, and the values that need a mark. */
export interface ChartColumns {
  readonly times: readonly number[];
  /** Null where the line must break: at a bad value, and across a pause. */
  readonly line: readonly (number | null)[];
  readonly marked: readonly ChartPoint[];
}

/**
 * A pause longer than so many usual steps is a gap in the line; a straight line would claim values that nobody
 * measured.
 */
const SILENT_STEPS = 3.5;

/** Points in order of time as columns for a chart. */
export function chartColumns(points: readonly ChartPoint[]): ChartColumns {
  const longest = SILENT_STEPS * usualStepMillis(points);
  const times: number[] = [];
  const line: (number | null)[] = [];
  let before: number | null = null;
  for (const { observedAt, value, level } of points) {
    if (before !== null && observedAt - before > longest) {
      times.push(before + 1);
      line.push(null);
    }
    times.push(observedAt);
    line.push(level === 'bad' ? null : value);
    before = observedAt;
  }
  return { times, line, marked: points.filter(({ level }) => level !== 'good') };
}

/** Median distance of neighbours; infinite when there are too few to tell. */
function usualStepMillis(points: readonly ChartPoint[]): number {
  const steps = points.slice(1).map((point, index) => point.observedAt - (points[index]?.observedAt ?? 0));
  if (steps.length < 3) return Number.POSITIVE_INFINITY;
  return steps.sort((a, b) => a - b)[Math.floor(steps.length / 2)] ?? Number.POSITIVE_INFINITY;
}
