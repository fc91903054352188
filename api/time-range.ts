import { ApiProblem } from './problem.ts';

const HOUR_MILLIS = 3_600_000;

/** Half-open [from, until), milliseconds since 1970. */
export interface TimeRange {
  readonly from: number;
  readonly until: number;
}

/** What a query asks for: the last hour of city time unless it says otherwise. Null: the city has no time yet. */
export function timeRangeOf(
  query: { readonly from?: number | undefined; readonly until?: number | undefined },
  cityTime: number | null,
): TimeRange | null {
  // The end is exclusive, and the newest reading may stand at the very moment of city time.
  const until = query.until ?? (cityTime === null ? undefined : cityTime + 1);
  if (until === undefined) return null;
  const from = query.from ?? until - HOUR_MILLIS;
  if (from >= until) throw new ApiProblem(400, `from (${from}) must lie before until (${until}).`, 'from');
  return { from, until };
}
