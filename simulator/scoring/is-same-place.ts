/** Whether zones are the same, or one lies within the other. `zoneParents`: the parent of each, null for the city. */
export function isSamePlace(one: string, other: string, zoneParents: ReadonlyMap<string, string | null>): boolean {
  return isWithin(one, other, zoneParents) || isWithin(other, one, zoneParents);
}

function isWithin(inner: string, outer: string, zoneParents: ReadonlyMap<string, string | null>): boolean {
  for (let zone: string | null | undefined = inner; zone; zone = zoneParents.get(zone)) {
    if (zone === outer) return true;
  }
  return false;
}
