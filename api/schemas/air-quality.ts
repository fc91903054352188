import { Type } from 'typebox';
import { AIR_EXCLUSION_REASONS, AIR_GAP_REASONS, AIR_PERIODS } from '../../model/air-quality.ts';
import { BothLanguages, Instant, listOf, oneOf, orNull, PropertyName } from './parts.ts';

const STATUSES = ['statutory', 'guideline', 'local', 'project-default'] as const;
const CivilDate = orNull(Type.String({ description: 'Local civil date; null is open.' }));

/** Fields that identify an edition of a standard. */
export const EDITION_FACTS = {
  id: Type.String(),
  version: Type.String(),
  status: oneOf(STATUSES),
  effectiveFrom: CivilDate,
  effectiveUntil: CivilDate,
};

/** A device or a zone. */
export const AirPlaceSchema = Type.Object({ kind: oneOf(['device', 'zone']), id: Type.String() });

/** The air quality index of one place in one hour or day by one edition of one standard. */
export const AirQualityIndexSchema = Type.Object({
  place: AirPlaceSchema,
  period: oneOf(AIR_PERIODS),
  from: Instant,
  until: Instant,
  index: orNull(Type.Number({ description: 'Null when no pollutant has an index.' })),
  isBeyondScale: Type.Boolean({
    description: 'The air is worse than the index says: the standard defines none for such a concentration.',
  }),
  category: orNull(
    Type.Object({
      level: Type.Integer({ description: '1 is the best.' }),
      title: BothLanguages,
      colour: Type.String({ description: "The standard's own colour." }),
    }),
  ),
  primary: listOf(PropertyName),
  parts: listOf(
    Type.Object({
      property: PropertyName,
      averaging: oneOf(['1-h', '8-h', '24-h', 'nowcast']),
      concentration: Type.Number({ description: 'As the standard interpolates it.' }),
      unit: Type.String({ description: 'UCUM' }),
      index: Type.Number(),
      isBeyondScale: Type.Boolean({ description: "`index` is the last one of the standard's scale." }),
      toCheck: Type.Boolean({ description: 'Break points or averaging still to be checked against the text.' }),
    }),
  ),
  gaps: listOf(Type.Object({ property: PropertyName, reason: oneOf(AIR_GAP_REASONS) })),
  excluded: listOf(
    Type.Object({
      deviceId: Type.String(),
      property: PropertyName,
      reason: oneOf(AIR_EXCLUSION_REASONS, 'Why it did not count in hours of the period; at most 100 are listed.'),
      hours: Type.Integer({ description: 'Hours of the period in which it did not count.' }),
      value: Type.Number({ description: 'Its mean in these hours, in the unit of the property.' }),
      minutes: Type.Integer({ description: 'For how many minutes of them it has readings, on average.' }),
    }),
  ),
  excludedHours: Type.Integer({ description: 'Sum of their hours, also of those that are not listed.' }),
  leastMinutes: orNull(Type.Number({ description: 'Minutes of data that the edition wants in an hour.' })),
  standard: orNull(Type.Object({ ...EDITION_FACTS, title: BothLanguages })),
});
