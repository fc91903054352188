import { PROPERTIES } from '../../model/property.ts';
import type { RangeQuery } from '../../model/series-store.ts';
import { EARLIEST_MILLIS, LAST_MILLIS } from './line-protocol.ts';
import { quoteTag } from './tag-text.ts';

/** A pattern of all measurements of this store; the database may have others. */
export const OUR_MEASUREMENTS = `/^(${Object.keys(PROPERTIES)
  .map((property) => property.replaceAll('.', '\\.'))
  .join('|')})$/`;

/** A condition for all times; always given, because versions of InfluxDB have different default ranges. */
export const ALL_TIME = `time >= ${EARLIEST_MILLIS}ms AND time <= ${LAST_MILLIS}ms`;

/** The measurements of a query. */
export const measurementsOf = ({ property }: Pick<RangeQuery, 'property'>): string =>
  property === undefined ? OUR_MEASUREMENTS : `/^${property.replaceAll('.', '\\.')}$/`;

/** Tags of a query, each condition with its AND before it. */
export function tagConditions({
  deviceId,
  channel,
  zoneId,
}: Pick<RangeQuery, 'deviceId' | 'channel' | 'zoneId'>): string {
  return Object.entries({ device: deviceId, channel, zone: zoneId })
    .filter((entry): entry is [string, string] => entry[1] !== undefined)
    .map(([tag, name]) => ` AND "${tag}" = ${quoteTag(name)}`)
    .join('');
}

/** Number of devices in one statement. */
const DEVICES_A_STATEMENT = 200;

/** The devices without repeats, in parts for one statement each. */
export function partsOf(deviceIds: readonly string[]): readonly (readonly string[])[] {
  const wanted = [...new Set(deviceIds)];
  return Array.from({ length: Math.ceil(wanted.length / DEVICES_A_STATEMENT) }, (_, part) =>
    wanted.slice(part * DEVICES_A_STATEMENT, (part + 1) * DEVICES_A_STATEMENT),
  );
}

/** One of many devices. */
export const anyDevice = (deviceIds: readonly string[]): string =>
  `(${deviceIds.map((id) => `"device" = ${quoteTag(id)}`).join(' OR ')})`;

/** Whole milliseconds [from, until) as first and last that InfluxDB can hold; null when there are none between. */
export function spanOf({ from, until }: Pick<RangeQuery, 'from' | 'until'>): { first: number; last: number } | null {
  if (Number.isNaN(from) || Number.isNaN(until)) throw new RangeError('a query needs numbers, found NaN');
  const first = Math.max(Math.ceil(from), EARLIEST_MILLIS);
  const last = Math.min(Math.ceil(until) - 1, LAST_MILLIS);
  return first <= last ? { first, last } : null;
}

export const during = (first: number, last: number): string => `time >= ${first}ms AND time <= ${last}ms`;
