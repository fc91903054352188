import { errorText } from '../../model/extension-health.ts';
import type { RefusedPacks } from '../../model/refused-packs.ts';
import type { RegistryView } from '../../model/registry-view.ts';
import type { Scenario, Window } from '../../model/scenario.ts';
import { editionKey, type StandardsPack } from '../../model/standards-pack.ts';
import { canonicalJson } from '../canonical-json.ts';
import { scenarioHash } from '../evidence/scenario-hash.ts';
import { editionInForce } from './edition-in-force.ts';
import { checkPack } from './load-pack.ts';

/** The packs for an evaluation, as they are written into evidence: the scenario's own first. */
export interface UsablePacks {
  readonly packs: readonly [StandardsPack, ...StandardsPack[]];
  readonly scenarioHash: string;
}

/** Called once for packs that a scenario cannot use, with the reasons. */
export type RefusedPacksListener = (
  scenarioId: string,
  packs: readonly StandardsPack[],
  problems: readonly string[],
) => void;

/** Packs that were checked for a scenario; `usable` is null if there are problems. */
export interface ExaminedPacks {
  readonly found: UsablePacks['packs'];
  readonly usable: UsablePacks | null;
  readonly problems: readonly string[];
}

export interface PackResolverOptions {
  readonly registry: RegistryView;
  readonly onRefused?: RefusedPacksListener;
  /**
   * Called for each lookup with the packs in force (the same object while they are the same); null: none is in force.
   */
  readonly onInForce?: (scenario: Scenario, examined: ExaminedPacks | null) => void;
  /** Runs a call to a scenario that may hang, with the watchdog informed. */
  readonly watched?: <T>(scenario: Scenario, call: () => T) => T;
}

/** Finds the packs in force for a scenario at an instant, and checks each combination once. */
export function createPackResolver(options: PackResolverOptions) {
  const { registry, onRefused, onInForce, watched = (_, call) => call() } = options;
  const examinedBefore = new Map<Scenario, ExaminedPacks[]>();
  const refusedNow = new Map<string, RefusedPacks>();
  const reported = new Set<string>();

  const refuse = (scenarioId: string, found: readonly StandardsPack[], problems: readonly string[]): void => {
    const refused = { scenarioId, packs: found.map(editionKey), problems };
    refusedNow.set(scenarioId, refused);
    const key = JSON.stringify(refused);
    if (!reported.has(key)) onRefused?.(scenarioId, found, problems);
    reported.add(key);
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
    // Compared by identity: a changed pack is a new object in the registry.
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
    /** The packs for an evaluation at an instant; null: they are invalid or not in force, and nothing is evaluated. */
    packFor,
    /** The packs because of which scenarios cannot run at present. */
    refused: (): readonly RefusedPacks[] => [...refusedNow.values()],
  };
}

export type PackResolver = ReturnType<typeof createPackResolver>['packFor'];

const isSame = (a: readonly StandardsPack[], b: readonly StandardsPack[]): boolean =>
  a.length === b.length && a.every((pack, index) => pack === b[index]);

/** The problems of packs: in themselves, and in their use (the scenario must be able to evaluate an empty window). */
function problemsOf(scenario: Scenario, packs: readonly StandardsPack[]): readonly string[] {
  const { windowSeconds, zoneKinds } = scenario;
  const zoneKind = zoneKinds[0] ?? 'cell';
  const emptyWindow: Window = { zoneId: '', zoneKind, at: 0, windowSeconds, states: {}, readings: {} };
  const use = () => {
    scenario.holds(packs);
    scenario.evaluate(emptyWindow, packs);
    return [];
  };
  // A pack from the journal may have any form, so that checks may throw.
  return [...attempt(() => packs.flatMap(checkPack)), ...attempt(use)];
}

function attempt(check: () => readonly string[]): readonly string[] {
  try {
    return check();
  } catch (error) {
    return [errorText(error)];
  }
}
