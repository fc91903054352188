import {
  AIR_PROPERTIES,
  type AirPeriod,
  type AirPlace,
  type AirQualityGap,
  type AirQualityIndex,
  type AirQualityPart,
} from '../../model/air-quality.ts';
import type { Property } from '../../model/property.ts';
import type { StandardsPack } from '../../model/standards-pack.ts';
import type { Span } from './average.ts';
import { excludedIn } from './excluded-in.ts';
import { hourRuleOf } from './hour-rule.ts';
import { judgePollutant } from './judge-pollutant.ts';
import { overallIndex } from './overall-index.ts';
import type { PlaceHours } from './place-hours.ts';

/** The input for the index of one place and period. */
export interface PeriodToJudge extends Span {
  readonly place: AirPlace;
  readonly period: AirPeriod;
  /** The hours of each pollutant that is measured there, by the rule of the pack. */
  readonly hours: ReadonlyMap<Property, PlaceHours>;
}

/** Computes the index of one period with one edition; `pack` null: no edition known to Citynerve was in force then. */
export function judgePeriod(asked: PeriodToJudge, pack: StandardsPack | null): AirQualityIndex {
  const { place, period, from, until, hours } = asked;
  const head = { place, period, from, until };
  if (pack === null) {
    const gaps = AIR_PROPERTIES.map((property) => ({ property, reason: 'no-edition' as const }));
    const none = { index: null, isBeyondScale: false, category: null, primary: [], parts: [] };
    return { ...head, ...none, gaps, excluded: [], excludedHours: 0, leastMinutes: null, standard: null };
  }
  const parts: AirQualityPart[] = [];
  const gaps: AirQualityGap[] = [];
  for (const property of AIR_PROPERTIES) {
    const judged = judgePollutant(property, hours.get(property) ?? null, asked, pack);
    if ('reason' in judged) gaps.push(judged);
    else parts.push(judged);
  }
  const { leastMinutes } = hourRuleOf(pack);
  const { id, version, title, status, effectiveFrom, effectiveUntil } = pack;
  const standard = { id, version, title: title ?? { en: id, zh: id }, status, effectiveFrom, effectiveUntil };
  const stations = excludedIn({ from, until }, hours);
  return { ...head, ...overallIndex(parts, pack), parts, gaps, ...stations, leastMinutes, standard };
}
