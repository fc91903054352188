import { AIR_EXCLUSION_REASONS, type AirExclusion, type AirQualityIndex } from '../../model/air-quality.ts';
import type { Property } from '../../model/property.ts';
import { roundSignificant } from '../round-significant.ts';
import type { Span } from './average.ts';
import type { PlaceHours } from './place-hours.ts';

const HOUR_MILLIS = 3_600_000;
/** Maximum number of exclusions in one index: a list that a person can read. */
const MAX_LISTED = 100;

/** The stations that did not count in hours of a period. */
export function excludedIn(
  { from, until }: Span,
  hours: ReadonlyMap<Property, PlaceHours>,
): Pick<AirQualityIndex, 'excluded' | 'excludedHours'> {
  const found = new Map<string, Mutable<AirExclusion>>();
  let excludedHours = 0;
  for (const [property, placeHour] of hours) {
    for (let hour = from; hour < until; hour += HOUR_MILLIS) {
      for (const { deviceId, reason, value, minutes } of placeHour(hour)?.excluded ?? []) {
        const key = JSON.stringify([deviceId, property, reason]);
        const known = found.get(key) ?? { deviceId, property, reason, hours: 0, value: 0, minutes: 0 };
        found.set(key, known);
        known.hours += 1;
        known.value += value;
        known.minutes += minutes;
        excludedHours += 1;
      }
    }
  }
  const excluded = [...found.values()]
    .map((each) => ({
      ...each,
      value: roundSignificant(each.value / each.hours),
      minutes: Math.round(each.minutes / each.hours),
    }))
    .sort((a, b) => rankOf(a) - rankOf(b) || b.hours - a.hours)
    .slice(0, MAX_LISTED);
  return { excluded, excludedHours };
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

const rankOf = ({ reason }: AirExclusion): number => AIR_EXCLUSION_REASONS.indexOf(reason);
