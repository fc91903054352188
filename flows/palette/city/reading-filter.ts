import type { Reading } from './reading.ts';

/** Which readings a node wants; an empty list, or no zone, wants all. */
export interface ReadingFilter {
  readonly properties: readonly string[];
  /** With everything below it. */
  readonly zoneId: string | null;
  readonly deviceIds: readonly string[];
  readonly levels: readonly string[];
}

/** Whether a reading is wanted, its zone apart; asked in the node even where the server has filtered, because the server may be older. */
export const isWantedInItsZone = (
  { property, deviceId, quality }: Reading,
  { properties, deviceIds, levels }: ReadingFilter,
): boolean =>
  (properties.length === 0 || properties.includes(property)) &&
  (deviceIds.length === 0 || deviceIds.includes(deviceId)) &&
  (levels.length === 0 || levels.includes(quality.level));

/** The filter in the words of `GET /api/stream`; the server too counts what lies below a zone. */
export function streamQuery({ properties, zoneId, deviceIds, levels }: ReadingFilter): string {
  const lists = { properties, zones: zoneId === null ? [] : [zoneId], devices: deviceIds, levels };
  const query = new URLSearchParams({ topics: 'readings' });
  for (const [key, values] of Object.entries(lists)) if (values.length > 0) query.set(key, values.join(','));
  return query.toString();
}

/** Two nodes with the same key share one stream. */
export const filterKey = ({ properties, zoneId, deviceIds, levels }: ReadingFilter): string =>
  JSON.stringify([[...properties].sort(), zoneId, [...deviceIds].sort(), [...levels].sort()]);

/** The parts of a comma-separated field of a node. */
export const partsOf = (text: unknown): readonly string[] =>
  typeof text === 'string'
    ? text
        .split(',')
        .map((part) => part.trim())
        .filter((part) => part !== '')
    : [];
