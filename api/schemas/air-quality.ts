import { Type } from 'typebox';
import { AIR_GAP_REASONS, AIR_PERIODS } from '../../model/air-quality.ts';
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
      toCheck: Type.Boolean({ description: 'Break points or averaging still to be checked against the text.' }),
    }),
  ),
  gaps: listOf(Type.Object({ property: PropertyName, reason: oneOf(AIR_GAP_REASONS) })),
  standard: orNull(Type.Object({ ...EDITION_FACTS, title: BothLanguages })),
});
