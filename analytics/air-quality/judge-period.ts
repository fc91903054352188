import {
  AIR_PROPERTIES,
  type AirPeriod,
  type AirPlace,
  type AirQualityGap,
  type AirQualityIndex,
  type AirQualityPart,
} from '../../model/air-quality.ts';
import type { Property } from '../../model/property.ts';
import type { StandardBreakpoints, StandardsPack } from '../../model/standards-pack.ts';
import { roundSignificant } from '../round-significant.ts';
import { AVERAGES, type HourlyMeans, type Span } from './average.ts';
import { breakpointsOf } from './breakpoints-of.ts';
import { overallIndex } from './overall-index.ts';
import { subIndex } from './sub-index.ts';
import { fromCanonical } from './unit-concentration.ts';

/** The input for the index of one place and period. */
export interface PeriodToJudge extends Span {
  readonly place: AirPlace;
  readonly period: AirPeriod;
  /** The hourly means of each pollutant that is measured there. */
  readonly means: ReadonlyMap<Property, HourlyMeans>;
}

/** Computes the index of one period with one edition; `pack` null: no edition known to Citynerve was in force then. */
export function judgePeriod(asked: PeriodToJudge, pack: StandardsPack | null): AirQualityIndex {
  const { place, period, from, until, means } = asked;
  const head = { place, period, from, until };
  if (pack === null) {
    const gaps = AIR_PROPERTIES.map((property) => ({ property, reason: 'no-edition' as const }));
    return { ...head, index: null, category: null, primary: [], parts: [], gaps, standard: null };
  }
  const parts: AirQualityPart[] = [];
  const gaps: AirQualityGap[] = [];
  for (const property of AIR_PROPERTIES) {
    const hours = means.get(property);
    const rows = breakpointsOf(pack).filter((row) => row.property === property && row[period] !== undefined);
    const best = hours && highestOf(rows.flatMap((row) => partOf(row, hours, asked, pack)));
    if (best) parts.push(best);
    else {
      const reason = hours === undefined ? 'not-measured' : rows.length === 0 ? 'no-table' : 'too-few-values';
      gaps.push({ property, reason });
    }
  }
  const { id, version, title, status, effectiveFrom, effectiveUntil } = pack;
  const standard = { id, version, title: title ?? { en: id, zh: id }, status, effectiveFrom, effectiveUntil };
  return { ...head, ...overallIndex(parts, pack), parts, gaps, standard };
}

/** The index of a pollutant by one row; none where hours are missing, or the concentration is below the first node. */
function partOf(
  row: StandardBreakpoints,
  hours: HourlyMeans,
  { period, from, until }: PeriodToJudge,
  pack: StandardsPack,
): readonly AirQualityPart[] {
  const averaging = row[period];
  const average = averaging && AVERAGES[averaging];
  const mean = average?.of(hours, { from, until }, pack) ?? null;
  if (average === undefined || mean === null) return [];
  // Rounded because stores add in different orders: the last bits of a mean must not change the category.
  const concentration = roundSignificant(fromCanonical(row.property, row.unit, mean, pack));
  // A clean hour's mean may lie below zero by the noise of the instrument; there is no less than nothing.
  const found = subIndex(row, Math.max(concentration, 0), pack);
  if (found === null) return [];
  const { property, unit, toCheck = false } = row;
  return [
    { property, averaging: average.averaging, concentration: found.concentration, unit, index: found.index, toCheck },
  ];
}

const highestOf = (parts: readonly AirQualityPart[]): AirQualityPart | undefined =>
  parts.reduce<AirQualityPart | undefined>((best, part) => (best && best.index >= part.index ? best : part), undefined);
