import { Type } from 'typebox';
import { QUALITY_REASONS } from '../../model/quality.ts';
import { Instant, listOf, Offset, oneOf, orNull, PropertyName } from './parts.ts';

const Quality = Type.Object({ level: oneOf(['good', 'suspect', 'bad']), reasons: listOf(oneOf(QUALITY_REASONS)) });

/** A stored reading. */
export const StoredReadingSchema = Type.Object({
  deviceId: Type.String(),
  channel: Type.String(),
  property: PropertyName,
  zoneId: orNull(Type.String()),
  observedAt: Instant,
  receivedAt: Instant,
  value: Type.Number({ description: "In the property's canonical unit; see /api/properties." }),
  quality: Quality,
  offset: Offset,
});
