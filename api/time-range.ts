import { ApiProblem } from './problem.ts';

const HOUR_MILLIS = 3_600_000;

/** A half-open interval [from, until), milliseconds since 1970. */
export interface TimeRange {
  readonly from: number;
  readonly until: number;
}

/** The time range of a query; default: the last hour of city time. Null while the city has no time. */
export function timeRangeOf(
  query: { readonly from?: number | undefined; readonly until?: number | undefined },
  cityTime: number | null,
): TimeRange | null {
  // The end is exclusive, and the newest reading may be of the present millisecond.
  const until = query.until ?? (cityTime === null ? undefined : cityTime + 1);
  if (until === undefined) return null;
  const from = query.from ?? until - HOUR_MILLIS;
  if (from >= until) throw new ApiProblem(400, `from (${from}) must lie before until (${until}).`, 'from');
  return { from, until };
}
