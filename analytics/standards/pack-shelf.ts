import type { RegistryView } from '../../model/registry-view.ts';
import type { Scenario, Window } from '../../model/scenario.ts';
import type { StandardsPack } from '../../model/standards-pack.ts';
import { canonicalJson } from '../canonical-json.ts';
import { scenarioHash } from '../evidence/scenario-hash.ts';
import { isInForce } from './is-in-force.ts';
import { checkPack } from './load-pack.ts';

/** A pack that may decide, as evidence will carry it. */
export interface UsablePack {
  readonly pack: StandardsPack;
  readonly scenarioHash: string;
}

/** Told once of each pack that a scenario cannot use, and why. */
export type RefusedPackListener = (scenarioId: string, pack: StandardsPack, problems: readonly string[]) => void;

/** Finds a scenario's pack in the registry, checks it once by its own vectors, and says whether it holds on a day. */
export function createPackShelf(registry: RegistryView, onRefused: RefusedPackListener = () => {}) {
  // A changed pack is a new object in the registry, so the object itself is the key.
  const checked = new WeakMap<StandardsPack, Map<string, UsablePack | null>>();

  const examine = (scenario: Scenario, found: StandardsPack): UsablePack | null => {
    const problems = [...checkPack(found), ...problemsOfUse(scenario, found)];
    if (problems.length > 0) {
      onRefused(scenario.id, found, problems);
      return null;
    }
    const pack = JSON.parse(canonicalJson(found)) as StandardsPack;
    return { pack, scenarioHash: scenarioHash(scenario, pack) };
  };

  return (scenario: Scenario, at: number): UsablePack | null => {
    const found = registry.packs.get(scenario.standards[0] ?? '');
    if (found === undefined) return null;
    const byScenario = checked.get(found) ?? new Map<string, UsablePack | null>();
    checked.set(found, byScenario);
    if (!byScenario.has(scenario.id)) byScenario.set(scenario.id, examine(scenario, found));
    const usable = byScenario.get(scenario.id) ?? null;
    return usable !== null && isInForce(usable.pack, at, registry.city?.timeZone ?? 'UTC') ? usable : null;
  };
}

export type PackShelf = ReturnType<typeof createPackShelf>;

/** A scenario that cannot judge an empty window with this pack would stop the fold in the middle of a storm. */
function problemsOfUse(scenario: Scenario, pack: StandardsPack): readonly string[] {
  const { windowSeconds, zoneKinds } = scenario;
  const nothing: Window = {
    zoneId: '',
    zoneKind: zoneKinds[0] ?? 'cell',
    at: 0,
    windowSeconds,
    states: {},
    readings: {},
  };
  try {
    scenario.holds(pack);
    scenario.evaluate(nothing, pack);
    return [];
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
}
