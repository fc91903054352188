import type { NotWatched } from '../../model/extension-health.ts';
import type { Scenario } from '../../model/scenario.ts';
import type { Zone } from '../../model/zone.ts';

/** The zones in which each scenario is off although they are of its kinds, sorted by zone id. */
export function notWatched(
  scenarios: readonly Scenario[],
  zones: ReadonlyMap<string, Zone>,
  isWatching: (scenarioId: string, zoneId: string) => boolean,
): readonly NotWatched[] {
  const ordered = [...zones.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
  return scenarios.flatMap(({ id, zoneKinds }) =>
    ordered
      .filter((zone) => zoneKinds.includes(zone.kind) && !isWatching(id, zone.id))
      .map((zone) => ({ scenarioId: id, zoneId: zone.id })),
  );
}
