import type { Amendment } from '../../model/amendment.ts';
import { Bulkhead, type BulkheadSnapshot } from '../../model/bulkhead.ts';
import {
  type ExtensionHealth,
  type FailureListener,
  NO_MARK,
  type NotWatched,
  type RunningMark,
  targetOf,
} from '../../model/extension-health.ts';
import type { RefusedPacks } from '../../model/refused-packs.ts';
import type { RegistryView } from '../../model/registry-view.ts';
import type { Scenario } from '../../model/scenario.ts';
import { createPackResolver, type PackResolver, type RefusedPacksListener } from '../standards/pack-resolver.ts';
import { notWatched } from './not-watched.ts';
import { PackHealth, type PackHealthSnapshot } from './pack-health.ts';

export interface ScenarioExtensionsSnapshot {
  readonly scenarios: BulkheadSnapshot;
  readonly packs: PackHealthSnapshot;
}

/** The health and the switches of scenarios and their packs. */
export interface ScenarioExtensions {
  readonly bulkhead: Bulkhead;
  readonly packFor: PackResolver;
  /** The packs because of which scenarios cannot run at present. */
  refusedPacks(): readonly RefusedPacks[];
  /** Whether the scenario is on in the zone, and its packs are valid. */
  isWatching(scenarioId: string, zoneId: string): boolean;
  health(): readonly ExtensionHealth[];
  notWatched(): readonly NotWatched[];
  snapshot(): ScenarioExtensionsSnapshot;
  /** Null: from a checkpoint of 0.1.0, in which all scenarios were on. */
  restore(snapshot: ScenarioExtensionsSnapshot | null): void;
}

/** Creates the bulkhead of the scenarios, and the tracking of their packs. */
export function createScenarioExtensions(options: {
  readonly registry: RegistryView;
  readonly scenarios: readonly Scenario[];
  readonly amendments?: readonly Amendment[];
  readonly mark?: RunningMark;
  readonly onRefusedPacks?: RefusedPacksListener;
  readonly onFailure?: FailureListener;
  /** Called after a scenario was switched in a zone (null: everywhere), and after its packs became invalid or valid. */
  readonly onSwitch: (scenarioId: string, zoneId: string | null, why: string | null) => void;
}): ScenarioExtensions {
  const { registry, scenarios, amendments = [], mark = NO_MARK, onRefusedPacks, onFailure, onSwitch } = options;
  const packs = new PackHealth();
  const bulkhead = new Bulkhead({
    kind: 'scenario',
    amendments,
    mark,
    ...(onFailure && { onFailure }),
    onSwitch: ({ id, zoneId, lastError }) => onSwitch(id, zoneId, lastError),
  });
  const isWatching = (scenarioId: string, zoneId: string) =>
    bulkhead.isOn(scenarioId, zoneId) && !packs.isRefused(scenarioId);
  const shelf = createPackResolver({
    registry,
    ...(onRefusedPacks && { onRefused: onRefusedPacks }),
    onInForce({ id }, examined) {
      if (packs.note(id, examined, bulkhead.offset)) onSwitch(id, null, 'its standards pack is refused');
    },
    watched: (scenario, call) => bulkhead.runUnguarded(scenario.id, null, call),
  });
  return {
    bulkhead,
    packFor: shelf.packFor,
    refusedPacks: shelf.refused,
    isWatching,
    health() {
      const entries = bulkhead.entries();
      const withoutHistory = scenarios.filter(({ id }) => !entries.some((entry) => entry.id === id));
      return [
        ...withoutHistory.map(({ id }) => healthy(id)),
        ...entries,
        ...bulkhead.calculators(),
        ...packs.entries(),
      ];
    },
    notWatched: () => notWatched(scenarios, registry.zones, isWatching),
    snapshot: () => ({ scenarios: bulkhead.snapshot(), packs: packs.snapshot() }),
    restore(snapshot) {
      bulkhead.restore(snapshot?.scenarios ?? null);
      packs.restore(snapshot?.packs ?? []);
    },
  };
}

const healthy = (id: string): ExtensionHealth => ({
  ...targetOf('scenario', id, null),
  isOn: true,
  lastError: null,
  failures: 0,
  offBy: null,
  user: null,
  sinceOffset: null,
});
