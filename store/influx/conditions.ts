import { PROPERTIES } from '../../model/property.ts';
import type { AggregateQuery, RangeQuery } from '../../model/series-store.ts';
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
  zoneIds,
}: Pick<RangeQuery, 'deviceId' | 'channel' | 'zoneIds'>): string {
  return Object.entries({ device: deviceId && [deviceId], channel: channel && [channel], zone: zoneIds })
    .filter((entry): entry is [string, readonly string[]] => Array.isArray(entry[1]))
    .map(([tag, names]) => ` AND ${anyOf(tag, names)}`)
    .join('');
}

/** One of many names of a tag; there must be at least one. */
const anyOf = (tag: string, names: readonly string[]): string =>
  `(${names.map((name) => `"${tag}" = ${quoteTag(name)}`).join(' OR ')})`;

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
export const anyDevice = (deviceIds: readonly string[]): string => anyOf('device', deviceIds);

/** Whether a query asks for readings of none of all devices or zones: there are none. */
export const asksForNone = ({ zoneIds, deviceIds }: Pick<AggregateQuery, 'zoneIds' | 'deviceIds'>): boolean =>
  zoneIds?.length === 0 || deviceIds?.length === 0;

/** Whole milliseconds [from, until) as first and last that InfluxDB can hold; null when there are none between. */
export function spanOf({ from, until }: Pick<RangeQuery, 'from' | 'until'>): { first: number; last: number } | null {
  if (Number.isNaN(from) || Number.isNaN(until)) throw new RangeError('a query needs numbers, found NaN');
  const first = Math.max(Math.ceil(from), EARLIEST_MILLIS);
  const last = Math.min(Math.ceil(until) - 1, LAST_MILLIS);
  return first <= last ? { first, last } : null;
}

export const during = (first: number, last: number): string => `time >= ${first}ms AND time <= ${last}ms`;
