import type { RefusedPacks } from '../../model/refused-packs.ts';
import type { RegistryView } from '../../model/registry-view.ts';
import type { Scenario, Window } from '../../model/scenario.ts';
import { editionKey, type StandardsPack } from '../../model/standards-pack.ts';
import { canonicalJson } from '../canonical-json.ts';
import { scenarioHash } from '../evidence/scenario-hash.ts';
import { editionInForce } from './edition-in-force.ts';
import { checkPack } from './load-pack.ts';

/** Packs that may decide together, as evidence will carry them: the scenario's own first. */
export interface UsablePacks {
  readonly packs: readonly [StandardsPack, ...StandardsPack[]];
  readonly scenarioHash: string;
}

/** Told once of packs that a scenario cannot use, and why. */
export type RefusedPacksListener = (
  scenarioId: string,
  packs: readonly StandardsPack[],
  problems: readonly string[],
) => void;

interface Examined {
  readonly found: UsablePacks['packs'];
  readonly problems: readonly string[];
  readonly usable: UsablePacks | null;
}

/** Finds the editions that a scenario is judged by at a moment, and checks them once by their own vectors. */
export function createPackShelf(registry: RegistryView, onRefused: RefusedPacksListener = () => {}) {
  const examinedBefore = new Map<Scenario, Examined[]>();
  const refusedNow = new Map<string, RefusedPacks>();
  const told = new Set<string>();

  const refuse = (scenarioId: string, found: readonly StandardsPack[], problems: readonly string[]): null => {
    const refused = { scenarioId, packs: found.map(editionKey), problems };
    refusedNow.set(scenarioId, refused);
    const key = JSON.stringify(refused);
    if (!told.has(key)) onRefused(scenarioId, found, problems);
    told.add(key);
    return null;
  };

  const examine = (scenario: Scenario, found: UsablePacks['packs']): Examined => {
    const problems = [...found.flatMap(checkPack), ...problemsOfUse(scenario, found)];
    if (problems.length > 0) return { found, problems, usable: null };
    const packs = JSON.parse(canonicalJson(found)) as UsablePacks['packs'];
    return { found, problems, usable: { packs, scenarioHash: scenarioHash(scenario, packs) } };
  };

  const packFor = (scenario: Scenario, at: number): UsablePacks | null => {
    const timeZone = registry.city?.timeZone ?? 'UTC';
    const [own, ...further] = scenario.standards.map((id) => editionInForce(registry.packs.values(), id, at, timeZone));
    if (!own) return refuse(scenario.id, [], [`no edition of ${scenario.standards[0]} is in force`]);
    const found: UsablePacks['packs'] = [own, ...further.filter((pack) => pack !== null)];
    const examined = examinedBefore.get(scenario) ?? [];
    examinedBefore.set(scenario, examined);
    // A changed pack is a new object in the registry, so the objects themselves are the key.
    const before = examined.find((each) => isSame(each.found, found));
    const { usable, problems } = before ?? examine(scenario, found);
    if (before === undefined) examined.push({ found, problems, usable });
    if (usable === null) return refuse(scenario.id, found, problems);
    refusedNow.delete(scenario.id);
    return usable;
  };

  return {
    packFor,
    /** What keeps a scenario from judging now. */
    refused: (): readonly RefusedPacks[] => [...refusedNow.values()],
  };
}

export type PackShelf = ReturnType<typeof createPackShelf>['packFor'];

const isSame = (a: readonly StandardsPack[], b: readonly StandardsPack[]): boolean =>
  a.length === b.length && a.every((pack, index) => pack === b[index]);

/** A scenario that cannot judge an empty window with these packs would stop the fold in the middle of a storm. */
function problemsOfUse(scenario: Scenario, packs: readonly StandardsPack[]): readonly string[] {
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
    scenario.holds(packs);
    scenario.evaluate(nothing, packs);
    return [];
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
}
