import type { Zone } from '../model/zone.ts';

/**
 * What is wrong with zones as one tree: ids that stand twice, parents that are missing, a second city, a zone that lies
 * within itself. Takes time in proportion to the number of zones, however deep they are nested.
 */
export function treeProblems(zones: readonly Zone[]): readonly string[] {
  const problems: string[] = [];
  const byId = new Map<string, Zone>();
  for (const zone of zones) {
    if (byId.has(zone.id)) problems.push(`zone id "${zone.id}" stands twice; each zone needs an id of its own`);
    byId.set(zone.id, zone);
  }
  const [city, ...more] = zones.filter(({ kind }) => kind === 'city');
  for (const { id } of more) {
    if (city && id !== city.id)
      problems.push(`zones "${city.id}" and "${id}" are both of kind "city"; there is one city in a data folder`);
  }
  for (const { id, kind, parentId } of byId.values()) {
    if (parentId === null && kind !== 'city')
      problems.push(`zone "${id}" has no parentId; only a zone of kind "city" may stand alone`);
    if (parentId !== null && !byId.has(parentId))
      problems.push(`zone "${id}" has parentId "${parentId}", which is no zone in this file`);
  }
  const within = firstCycle(byId);
  if (within !== null) problems.push(`zone "${within}" lies within itself; follow its parentId`);
  return problems;
}

/** The id of a zone that is reached again by following its parents; null where every way ends at the city. */
function firstCycle(zones: ReadonlyMap<string, Zone>): string | null {
  const isDone = new Set<string>();
  for (const start of zones.keys()) {
    const path = new Set<string>();
    for (let id: string | null = start; id !== null && !isDone.has(id); id = zones.get(id)?.parentId ?? null) {
      if (path.has(id)) return id;
      path.add(id);
    }
    for (const id of path) isDone.add(id);
  }
  return null;
}
