import { Type } from 'typebox';
import { Instant, listOf, mapOf, orNull, PropertyName } from './parts.ts';
import { RefusalsSchema } from './refusals.ts';

/** A device with its channels, unmapped channels and the time of its last reading. */
export const DeviceSchema = Type.Object({
  id: Type.String(),
  model: Type.String(),
  dialect: Type.String(),
  department: Type.String(),
  provider: Type.String(),
  latitude: Type.Number(),
  longitude: Type.Number(),
  zoneId: orNull(Type.String({ description: 'Innermost zone at its position.' })),
  attributes: mapOf(Type.Number()),
  bridge: Type.Optional(
    Type.String({ description: 'The bridge that brings its messages; absent: the device connects itself.' }),
  ),
  silentAfterSeconds: Type.Number({
    description: 'After so long without a reading, in city time, it counts as silent.',
  }),
  lastReceivedAt: orNull(Instant),
  channels: listOf(
    Type.Object({
      channel: Type.String(),
      property: PropertyName,
      unit: Type.String({ description: 'Canonical unit of its readings (UCUM).' }),
    }),
  ),
  unmapped: listOf(Type.Object({ channel: Type.String(), count: Type.Integer(), lastValue: Type.Number() })),
  refusals: RefusalsSchema,
});
