import type { Zone, ZoneKind } from '../../model/zone.ts';
import { ZONE_KINDS } from '../../model/zone.ts';

type Zones = ReadonlyMap<string, Zone>;

/** A zone and its ancestors, innermost first; ends where the tree does, and never runs in a circle. */
export function zoneChain(zones: Zones, zoneId: string | null): readonly Zone[] {
  const chain: Zone[] = [];
  let zone = zoneId === null ? undefined : zones.get(zoneId);
  while (zone !== undefined && chain.length < 16) {
    chain.push(zone);
    zone = zone.parentId === null ? undefined : zones.get(zone.parentId);
  }
  return chain;
}

/** Innermost zone of a chain that is of one of these kinds. */
export const innermostOfKind = (zones: Zones, zoneId: string | null, kinds: readonly ZoneKind[]): Zone | null =>
  zoneChain(zones, zoneId).find(({ kind }) => kinds.includes(kind)) ?? null;

/** Whether a kind of zone is at most as wide as another: a cell is within a district. */
export const isWithin = (kind: ZoneKind, widest: ZoneKind): boolean =>
  ZONE_KINDS.indexOf(kind) >= ZONE_KINDS.indexOf(widest);
