import type { AirPeriod, AirQualityGap, AirQualityPart } from '../../model/air-quality.ts';
import type { Property } from '../../model/property.ts';
import type { StandardBreakpoints, StandardsPack } from '../../model/standards-pack.ts';
import { roundSignificant } from '../round-significant.ts';
import { AVERAGES, type Span } from './average.ts';
import { breakpointsOf } from './breakpoints-of.ts';
import type { PlaceHours } from './place-hours.ts';
import { subIndex } from './sub-index.ts';
import { fromCanonical } from './unit-concentration.ts';

interface Period extends Span {
  readonly period: AirPeriod;
}

/** The index of one pollutant in one period, or why it has none; `hours` null: it is not measured at the place. */
export function judgePollutant(
  property: Property,
  hours: PlaceHours | null,
  asked: Period,
  pack: StandardsPack,
): AirQualityPart | AirQualityGap {
  if (hours === null) return { property, reason: 'not-measured' };
  const rows = breakpointsOf(pack).filter((row) => row.property === property && row[asked.period] !== undefined);
  if (rows.length === 0) return { property, reason: 'no-table' };
  const best = rows
    .filter(({ insteadOf }) => insteadOf === undefined)
    .flatMap((row) => partOf(row, hours, asked, pack) ?? [])
    .reduce<AirQualityPart | null>((highest, part) => (highest && highest.index >= part.index ? highest : part), null);
  return best ?? { property, reason: gapReason(rows, hours, asked, pack) };
}

/** The index by one row, beyond its end by the row that the pack names instead; null where hours are missing. */
function partOf(
  row: StandardBreakpoints,
  hours: PlaceHours,
  asked: Period,
  pack: StandardsPack,
): AirQualityPart | null {
  const part = partBy(row, hours, asked, pack);
  if (part === null || !part.isBeyondScale) return part;
  const instead = breakpointsOf(pack).find(
    (each) => each.insteadOf !== undefined && pack.table[each.insteadOf] === row && each[asked.period] !== undefined,
  );
  if (instead === undefined || meanBy(instead, hours, asked, pack) === null) return part;
  // Below the beginning of the other row, the end of this one is the index.
  return partBy(instead, hours, asked, pack) ?? { ...part, isBeyondScale: false };
}

function partBy(row: StandardBreakpoints, hours: PlaceHours, asked: Period, pack: StandardsPack) {
  const { property, unit, toCheck = false } = row;
  const averaging = row[asked.period];
  const mean = meanBy(row, hours, asked, pack);
  if (averaging === undefined || mean === null) return null;
  // Rounded because stores add in different orders: the last bits of a mean must not change the category.
  const concentration = roundSignificant(fromCanonical(property, unit, mean, pack));
  // A clean hour's mean may lie below zero by the noise of the instrument; there is no less than nothing.
  const found = subIndex(row, Math.max(concentration, 0), pack);
  return found && { property, averaging: AVERAGES[averaging].averaging, unit, toCheck, ...found };
}

function meanBy(row: StandardBreakpoints, hours: PlaceHours, { period, from, until }: Period, pack: StandardsPack) {
  const averaging = row[period];
  return averaging ? AVERAGES[averaging].of((hour) => hours(hour)?.value ?? null, { from, until }, pack) : null;
}

/** Whether hours are missing, or would be there if their stations had more minutes or did not contradict each other. */
function gapReason(
  rows: readonly StandardBreakpoints[],
  hours: PlaceHours,
  { period, from, until }: Period,
  pack: StandardsPack,
): AirQualityGap['reason'] {
  const hasMean = (isThere: (hour: number) => boolean): boolean =>
    rows.some((row) => {
      const averaging = row[period];
      const means = (hour: number): number | null => (isThere(hour) ? 0 : null);
      return averaging !== undefined && AVERAGES[averaging].of(means, { from, until }, pack) !== null;
    });
  const isContested = (hour: number): boolean =>
    hours(hour)?.excluded.some(({ reason }) => reason === 'contested') === true;
  const isMeasured = (hour: number): boolean => hours(hour) !== null;
  if (!hasMean(isMeasured)) return 'too-few-values';
  return hasMean((hour) => isMeasured(hour) && !isContested(hour)) ? 'too-few-minutes' : 'contested';
}
