import { Type } from 'typebox';
import type { Property } from '../model/property.ts';
import { present } from './present.ts';
import { Id, Instant, PropertyName } from './schemas/parts.ts';

/** Query keys that choose series and a stretch of time; unset ones choose everything. */
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

/** The filter in the words of the store. */
export const seriesFilter = (query: {
  readonly device?: string | undefined;
  readonly channel?: string | undefined;
  readonly property?: Property | undefined;
  readonly zone?: string | undefined;
}) => present({ deviceId: query.device, channel: query.channel, property: query.property, zoneId: query.zone });
