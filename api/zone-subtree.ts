import type { RegistryView } from '../model/registry-view.ts';
import { requireKnown } from './known-names.ts';

/**
 * The zones that a query key `zone` means: the zone itself and all below it; undefined when it is absent. Throws a 400
 * for a zone that does not exist.
 */
export function zoneSubtree(
  { zones }: Pick<RegistryView, 'zones'>,
  zoneId: string | undefined,
): ReadonlySet<string> | undefined {
  if (zoneId === undefined) return undefined;
  requireKnown(zones, { name: zoneId, field: 'zone', list: '/api/zones' });
  const children = Map.groupBy(zones.values(), ({ parentId }) => parentId);
  const subtree = new Set([zoneId]);
  // A set hands out what is added to it meanwhile.
  for (const id of subtree) for (const child of children.get(id) ?? []) subtree.add(child.id);
  return subtree;
}
