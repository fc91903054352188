import { type Fields, fieldsOf, isFields, numberOf, textOf } from './fields.ts';

/** A reading as the city's API returns it. Times in milliseconds since 1970, UTC, city time. */
export interface Reading {
  readonly deviceId: string;
  readonly channel: string;
  readonly property: string;
  /** Innermost zone of the device; null: none. */
  readonly zoneId: string | null;
  readonly observedAt: number;
  readonly receivedAt: number;
  /** In the canonical unit of its property. */
  readonly value: number;
  readonly quality: { readonly level: string; readonly reasons: readonly string[] };
  /** Journal offset of the message that carried it. */
  readonly offset: number;
}

/** Parses a list of readings; anything else in it is left out and counted. */
export function parseReadings(value: unknown): { readonly readings: readonly Reading[]; readonly unreadable: number } {
  if (!Array.isArray(value)) return { readings: [], unreadable: 1 };
  const readings = value.map((one) => (isFields(one) ? parseReading(one) : null)).filter((one) => one !== null);
  return { readings, unreadable: value.length - readings.length };
}

function parseReading(fields: Fields): Reading | null {
  const deviceId = textOf(fields, 'deviceId');
  const property = textOf(fields, 'property');
  const value = numberOf(fields, 'value');
  const observedAt = numberOf(fields, 'observedAt');
  if (deviceId === null || property === null || value === null || observedAt === null) return null;
  const quality = fieldsOf(fields, 'quality');
  const reasons = quality['reasons'];
  return {
    deviceId,
    channel: textOf(fields, 'channel') ?? '',
    property,
    zoneId: textOf(fields, 'zoneId'),
    observedAt,
    receivedAt: numberOf(fields, 'receivedAt') ?? observedAt,
    value,
    quality: {
      level: textOf(quality, 'level') ?? 'good',
      reasons: Array.isArray(reasons) ? reasons.filter((reason) => typeof reason === 'string') : [],
    },
    offset: numberOf(fields, 'offset') ?? 0,
  };
}
