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
import { createPackShelf, type PackShelf, type RefusedPacksListener } from '../standards/pack-shelf.ts';
import { notWatched } from './not-watched.ts';
import { PackHealth, type PackHealthSnapshot } from './pack-health.ts';

export interface ScenarioExtensionsSnapshot {
  readonly scenarios: BulkheadSnapshot;
  readonly packs: PackHealthSnapshot;
}

/** The scenarios and their packs behind bulkheads. */
export interface ScenarioExtensions {
  readonly book: Bulkhead;
  readonly packFor: PackShelf;
  /** What keeps scenarios from judging now, besides having been switched off. */
  refusedPacks(): readonly RefusedPacks[];
  /** Switched on, and its packs are sound. */
  isWatching(scenarioId: string, zoneId: string): boolean;
  health(): readonly ExtensionHealth[];
  notWatched(): readonly NotWatched[];
  snapshot(): ScenarioExtensionsSnapshot;
  /** Null: a checkpoint of 0.1.0, when every scenario was on. */
  restore(snapshot: ScenarioExtensionsSnapshot | null): void;
}

export function createScenarioExtensions(options: {
  readonly registry: RegistryView;
  readonly scenarios: readonly Scenario[];
  readonly amendments?: readonly Amendment[];
  readonly mark?: RunningMark;
  readonly onRefusedPacks?: RefusedPacksListener;
  readonly onFailure?: FailureListener;
  /** After a scenario was switched in a zone (null: everywhere), and after its packs turned unsound or sound. */
  readonly onSwitch: (scenarioId: string, zoneId: string | null, why: string | null) => void;
}): ScenarioExtensions {
  const { registry, scenarios, amendments = [], mark = NO_MARK, onRefusedPacks, onFailure, onSwitch } = options;
  const packs = new PackHealth();
  const book = new Bulkhead({
    kind: 'scenario',
    amendments,
    mark,
    ...(onFailure && { onFailure }),
    onSwitch: ({ id, zoneId, lastError }) => onSwitch(id, zoneId, lastError),
  });
  const isWatching = (scenarioId: string, zoneId: string) =>
    book.isOn(scenarioId, zoneId) && !packs.isRefused(scenarioId);
  const shelf = createPackShelf({
    registry,
    ...(onRefusedPacks && { onRefused: onRefusedPacks }),
    onInForce({ id }, examined) {
      if (packs.note(id, examined, book.offset)) onSwitch(id, null, 'its standards pack is refused');
    },
    watched: (scenario, call) => book.runUnguarded(scenario.id, null, call),
  });
  return {
    book,
    packFor: shelf.packFor,
    refusedPacks: shelf.refused,
    isWatching,
    health() {
      const entries = book.entries();
      const withoutHistory = scenarios.filter(({ id }) => !entries.some((entry) => entry.id === id));
      return [...withoutHistory.map(({ id }) => healthy(id)), ...entries, ...packs.entries()];
    },
    notWatched: () => notWatched(scenarios, registry.zones, isWatching),
    snapshot: () => ({ scenarios: book.snapshot(), packs: packs.snapshot() }),
    restore(snapshot) {
      book.restore(snapshot?.scenarios ?? null);
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
