import type { Property } from '../model/property.ts';
import { ZoneGroup } from './zone-group.ts';

/** The groups of channels of the city, by zone and property. */
export class ZoneGroups {
  readonly #groups = new Map<string, ZoneGroup>();
  /** Groups of each zone in the order of properties, zones in the order of ids; null after a new one came. */
  #byZone: ReadonlyMap<string, readonly ZoneGroup[]> | null = null;

  /** In the order in which they came to be. */
  get all(): readonly ZoneGroup[] {
    return [...this.#groups.values()];
  }

  /** The group of a zone and property; made when there is none. */
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

  /** Groups of these zones, or of all, in the order of zone and property. */
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
