import { Type } from 'typebox';
import { Instant, listOf, Offset, oneOf, PropertyName } from './parts.ts';

const source = { deviceId: Type.String(), channel: Type.String(), value: Type.Number(), offset: Offset };

/** The fused estimate of one property in one zone. */
export const ZoneStateSchema = Type.Object({
  zoneId: Type.String(),
  property: PropertyName,
  at: Instant,
  value: Type.Number({
    description: 'Of an amount what came together in the minute before `at`, so that estimates can be added up.',
  }),
  uncertainty: Type.Number({ description: 'One standard deviation, canonical unit.' }),
  contributors: listOf(
    Type.Object({
      ...source,
      observedAt: Instant,
      quality: oneOf(['good', 'suspect']),
      count: Type.Optional(
        Type.Integer({ description: 'Readings of an amount that are added up in it; absent: one.' }),
      ),
    }),
  ),
  setAside: listOf(Type.Object({ ...source, reason: oneOf(['quality', 'outlier']) })),
});
