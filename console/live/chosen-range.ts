/** The times that a chart can show up to now. */
export const LASTS = ['hour', 'day', 'week'] as const;
export type Last = (typeof LASTS)[number];

const LAST_MILLIS: Readonly<Record<Last, number>> = { hour: 3_600_000, day: 86_400_000, week: 604_800_000 };

/** The time that charts show: up to now, moving on with the city, or between two instants (milliseconds since 1970). */
export type ChosenRange = Last | { readonly from: number; readonly until: number };

/** The range as instants, at a city time. */
export const rangeAt = (range: ChosenRange, now: number): readonly [number, number] =>
  typeof range === 'string' ? [now - LAST_MILLIS[range], now] : [range.from, range.until];

/** A range in the words of the URL's hash: `day`, or two instants `1700000000000-1700003600000`. */
export const rangeText = (range: ChosenRange): string =>
  typeof range === 'string' ? range : `${range.from}-${range.until}`;

/** Parses that text; the last hour where it is none. */
export function rangeOf(text: string): ChosenRange {
  const [, from, until] = /^(\d{1,15})-(\d{1,15})$/.exec(text) ?? [];
  if (Number(from) < Number(until)) return { from: Number(from), until: Number(until) };
  return LASTS.find((known) => known === text) ?? 'hour';
}
