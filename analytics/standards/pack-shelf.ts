import { errorText } from '../../model/extension-health.ts';
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

/** Packs that were tried for a scenario; `problems` says why they are not usable. */
export interface ExaminedPacks {
  readonly found: UsablePacks['packs'];
  readonly usable: UsablePacks | null;
  readonly problems: readonly string[];
}

export interface PackShelfOptions {
  readonly registry: RegistryView;
  readonly onRefused?: RefusedPacksListener;
  /** Told each time of the packs in force, the same object as long as they are the same; null: none is. */
  readonly onInForce?: (scenario: Scenario, examined: ExaminedPacks | null) => void;
  /** Runs what may never end, in the name of a scenario. */
  readonly watched?: <T>(scenario: Scenario, call: () => T) => T;
}

/** Finds the editions that a scenario is judged by at a moment, and checks them once by their own vectors. */
export function createPackShelf(options: PackShelfOptions) {
  const { registry, onRefused, onInForce, watched = (_, call) => call() } = options;
  const examinedBefore = new Map<Scenario, ExaminedPacks[]>();
  const refusedNow = new Map<string, RefusedPacks>();
  const told = new Set<string>();

  const refuse = (scenarioId: string, found: readonly StandardsPack[], problems: readonly string[]): void => {
    const refused = { scenarioId, packs: found.map(editionKey), problems };
    refusedNow.set(scenarioId, refused);
    const key = JSON.stringify(refused);
    if (!told.has(key)) onRefused?.(scenarioId, found, problems);
    told.add(key);
  };

  const examine = (scenario: Scenario, found: UsablePacks['packs']): ExaminedPacks => {
    const problems = problemsOf(scenario, found);
    if (problems.length > 0) return { found, usable: null, problems };
    const packs = JSON.parse(canonicalJson(found)) as UsablePacks['packs'];
    return { found, usable: { packs, scenarioHash: scenarioHash(scenario, packs) }, problems };
  };

  const inForce = (scenario: Scenario, at: number): ExaminedPacks | null => {
    const timeZone = registry.city?.timeZone ?? 'UTC';
    const [own, ...further] = scenario.standards.map((id) => editionInForce(registry.packs.values(), id, at, timeZone));
    if (!own) return null;
    const found: UsablePacks['packs'] = [own, ...further.filter((pack) => pack !== null)];
    const known = examinedBefore.get(scenario) ?? [];
    examinedBefore.set(scenario, known);
    // A changed pack is a new object in the registry, so the objects themselves are the key.
    const before = known.find((each) => isSame(each.found, found));
    if (before !== undefined) return before;
    const examined = watched(scenario, () => examine(scenario, found));
    known.push(examined);
    return examined;
  };

  const packFor = (scenario: Scenario, at: number): UsablePacks | null => {
    const examined = inForce(scenario, at);
    onInForce?.(scenario, examined);
    if (examined === null) refuse(scenario.id, [], [`no edition of ${scenario.standards[0]} is in force`]);
    else if (examined.usable === null) refuse(scenario.id, examined.found, examined.problems);
    else refusedNow.delete(scenario.id);
    return examined?.usable ?? null;
  };

  return {
    /** Null for a scenario without a usable pack of its own: it stays silent. */
    packFor,
    /** What keeps a scenario from judging now. */
    refused: (): readonly RefusedPacks[] => [...refusedNow.values()],
  };
}

export type PackShelf = ReturnType<typeof createPackShelf>['packFor'];

const isSame = (a: readonly StandardsPack[], b: readonly StandardsPack[]): boolean =>
  a.length === b.length && a.every((pack, index) => pack === b[index]);

/** What is wrong with the packs themselves, and with their use: a scenario must be able to judge an empty window with them. */
function problemsOf(scenario: Scenario, packs: readonly StandardsPack[]): readonly string[] {
  const { windowSeconds, zoneKinds } = scenario;
  const zoneKind = zoneKinds[0] ?? 'cell';
  const nothing: Window = { zoneId: '', zoneKind, at: 0, windowSeconds, states: {}, readings: {} };
  const use = () => {
    scenario.holds(packs);
    scenario.evaluate(nothing, packs);
    return [];
  };
  // A pack out of the journal may have any form.
  return [...attempt(() => packs.flatMap(checkPack)), ...attempt(use)];
}

function attempt(check: () => readonly string[]): readonly string[] {
  try {
    return check();
  } catch (error) {
    return [errorText(error)];
  }
}
