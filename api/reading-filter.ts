import { PROPERTIES } from '../model/property.ts';
import type { Reading } from '../model/reading.ts';
import type { RegistryView } from '../model/registry-view.ts';
import { ApiProblem } from './problem.ts';

/** A filter of the readings in a live stream. */
export interface ReadingFilter {
  /** Equal for filters with the same result: the readings are then serialised once for all of them. */
  readonly key: string;
  matches(reading: Reading): boolean;
}

/** The filter in a query string: comma-separated lists; an absent one does not filter. */
export interface ReadingFilterQuery {
  readonly properties?: string;
  readonly zones?: string;
  readonly devices?: string;
  readonly levels?: string;
}

const LEVELS: ReadonlySet<string> = new Set(['good', 'suspect', 'bad']);
const KNOWN_PROPERTIES: ReadonlySet<string> = new Set(Object.keys(PROPERTIES));

/** Parses a filter; null when it does not filter anything. Throws a 400 for names that do not exist. */
export function readingFilter(query: ReadingFilterQuery, registry: () => RegistryView): ReadingFilter | null {
  const properties = listed('properties', query.properties, (name) => KNOWN_PROPERTIES.has(name));
  const zones = listed('zones', query.zones, (id) => registry().zones.has(id));
  const devices = listed('devices', query.devices, (id) => registry().devices.has(id));
  const levels = listed('levels', query.levels, (level) => LEVELS.has(level));
  if (!properties && !zones && !devices && !levels) return null;
  return {
    key: JSON.stringify([properties, zones, devices, levels].map((set) => set && [...set].sort())),
    matches: ({ property, zoneId, deviceId, quality }) =>
      (properties?.has(property) ?? true) &&
      (devices?.has(deviceId) ?? true) &&
      (levels?.has(quality.level) ?? true) &&
      (zones === null || isWithin(zoneId, zones, registry())),
  };
}

/** Whether a zone is one of `zones` or lies below one of them. */
function isWithin(zoneId: string | null, zones: ReadonlySet<string>, registry: RegistryView): boolean {
  let id = zoneId;
  while (id !== null) {
    if (zones.has(id)) return true;
    id = registry.zones.get(id)?.parentId ?? null;
  }
  return false;
}

function listed(
  field: string,
  text: string | undefined,
  isKnown: (name: string) => boolean,
): ReadonlySet<string> | null {
  if (text === undefined) return null;
  const names = text.split(',');
  const unknown = names.find((name) => !isKnown(name));
  if (unknown !== undefined) throw new ApiProblem(400, `"${unknown}" is none of the ${field} of this city.`, field);
  return new Set(names);
}
