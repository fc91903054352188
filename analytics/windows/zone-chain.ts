import type { Zone, ZoneKind } from '../../model/zone.ts';
import { ZONE_KINDS } from '../../model/zone.ts';

type Zones = ReadonlyMap<string, Zone>;

/** A zone and its ancestors, innermost first; at most 16, so that it ends even if the zones have a cycle. */
export function zoneChain(zones: Zones, zoneId: string | null): readonly Zone[] {
  const chain: Zone[] = [];
  let zone = zoneId === null ? undefined : zones.get(zoneId);
  while (zone !== undefined && chain.length < 16) {
    chain.push(zone);
    zone = zone.parentId === null ? undefined : zones.get(zone.parentId);
  }
  return chain;
}

/** The innermost zone of one of these kinds among a zone and its ancestors; null: none. */
export const innermostOfKind = (zones: Zones, zoneId: string | null, kinds: readonly ZoneKind[]): Zone | null =>
  zoneChain(zones, zoneId).find(({ kind }) => kinds.includes(kind)) ?? null;

/** Whether a kind of zone is at most as wide as another; a cell is within a district. */
export const isWithin = (kind: ZoneKind, widest: ZoneKind): boolean =>
  ZONE_KINDS.indexOf(kind) >= ZONE_KINDS.indexOf(widest);
