import { Type } from 'typebox';
import type { Property } from '../model/property.ts';
import { present } from './present.ts';
import { Id, Instant, PropertyName } from './schemas/parts.ts';

/** Query keys that select series and a time range; an absent one does not restrict. */
export const SERIES_QUERY = {
  device: Type.Optional(Id),
  channel: Type.Optional(Id),
  property: Type.Optional(PropertyName),
  zone: Type.Optional(Type.String({ description: 'Innermost zone of the device.', minLength: 1, maxLength: 300 })),
  from: Type.Optional(
    Type.Unsafe<number>({ ...Instant, description: 'Of `observedAt`, inclusive; default: an hour before until.' }),
  ),
  until: Type.Optional(Type.Unsafe<number>({ ...Instant, description: 'Exclusive; default: now in city time.' })),
};

/** The filter with the names of the store's interface. */
export const seriesFilter = (query: {
  readonly device?: string | undefined;
  readonly channel?: string | undefined;
  readonly property?: Property | undefined;
  readonly zone?: string | undefined;
}) => present({ deviceId: query.device, channel: query.channel, property: query.property, zoneId: query.zone });
