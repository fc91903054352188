import type { Reading } from './reading.ts';

/** Filter of a node; an empty list, or no zone, matches all. */
export interface ReadingFilter {
  readonly properties: readonly string[];
  /** Includes all zones below it. */
  readonly zoneId: string | null;
  readonly deviceIds: readonly string[];
  readonly levels: readonly string[];
}

/** Whether a reading matches, its zone apart; checked also after the server's filter, for an older server has none. */
export const isWantedInItsZone = (
  { property, deviceId, quality }: Reading,
  { properties, deviceIds, levels }: ReadingFilter,
): boolean =>
  (properties.length === 0 || properties.includes(property)) &&
  (deviceIds.length === 0 || deviceIds.includes(deviceId)) &&
  (levels.length === 0 || levels.includes(quality.level));

/** The filter as query of `GET /api/stream`, which includes the zones below a zone as well. */
export function streamQuery({ properties, zoneId, deviceIds, levels }: ReadingFilter): string {
  const lists = { properties, zones: zoneId === null ? [] : [zoneId], devices: deviceIds, levels };
  const query = new URLSearchParams({ topics: 'readings' });
  for (const [key, values] of Object.entries(lists)) if (values.length > 0) query.set(key, values.join(','));
  return query.toString();
}

/** Two nodes with the same key share one stream. */
export const filterKey = ({ properties, zoneId, deviceIds, levels }: ReadingFilter): string =>
  JSON.stringify([[...properties].sort(), zoneId, [...deviceIds].sort(), [...levels].sort()]);

/** The items of a comma-separated field. */
export const partsOf = (text: unknown): readonly string[] =>
  typeof text === 'string'
    ? text
        .split(',')
        .map((part) => part.trim())
        .filter((part) => part !== '')
    : [];
