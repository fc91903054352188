import type { Property } from '../model/property.ts';
import { ZoneGroup } from './zone-group.ts';

/** All groups of series, by zone and property. */
export class ZoneGroups {
  readonly #groups = new Map<string, ZoneGroup>();
  /** Cache: the groups of each zone sorted by property, zones sorted by id; null after a group was added. */
  #byZone: ReadonlyMap<string, readonly ZoneGroup[]> | null = null;

  /** All groups in the order of their creation. */
  get all(): readonly ZoneGroup[] {
    return [...this.#groups.values()];
  }

  /** The group of a zone and property; created if there is none. */
  group(zoneId: string, property: Property): ZoneGroup {
    const key = `${zoneId}\n${property}`;
    let group = this.#groups.get(key);
    if (group === undefined) {
      group = new ZoneGroup(zoneId, property);
      this.#groups.set(key, group);
      this.#byZone = null;
    }
    return group;
  }

  /** The groups of these zones (absent: of all), sorted by zone and property. */
  of(zoneIds?: readonly string[]): readonly ZoneGroup[] {
    this.#byZone ??= Map.groupBy(
      [...this.#groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, group]) => group),
      ({ zoneId }) => zoneId,
    );
    const byZone = this.#byZone;
    return (zoneIds ?? [...byZone.keys()]).flatMap((zoneId) => byZone.get(zoneId) ?? []);
  }

  clear(): void {
    this.#groups.clear();
    this.#byZone = null;
  }
}
