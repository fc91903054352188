import { tap } from 'rxjs';
import { createAnalytics } from '../analytics/analytics.ts';
import { SCENARIOS } from '../analytics/scenarios/index.ts';
import type { RefusedPacksListener } from '../analytics/standards/pack-resolver.ts';
import { DIALECTS } from '../devices/dialects/dialects.ts';
import { createMappedRegistry, type Mapping, mappingOf } from '../devices/mapping.ts';
import { createRegistry, type Registry } from '../devices/registry.ts';
import { ingestPipeline, type Pipeline } from '../ingest/pipeline.ts';
import type { Amendment } from '../model/amendment.ts';
import { type ExtensionHealth, type FailureListener, NO_MARK, type RunningMark } from '../model/extension-health.ts';
import type { Fold, WatchedAnalyticsFold } from '../model/fold.ts';
import type { JournalReader } from '../model/journal.ts';
import type { JournalBatch } from '../model/journal-record.ts';
import type { Scenario } from '../model/scenario.ts';
import { ENGINE } from '../model/version.ts';
import { applyAmendments } from './apply-amendments.ts';
import { refuseIgnorant, withAmendments } from './known-amendments.ts';
import { createShiftClock } from './shift-clock.ts';

/** The fold of a city, whole: what is known of its devices, the way of a message, and the alerts. */
export interface CityFold extends Fold {
  readonly registry: Registry;
  readonly analytics: WatchedAnalyticsFold;
  readonly pipeline: Pipeline;
  /** Scenarios, their packs and dialects: on or off, and why. */
  extensions(): readonly ExtensionHealth[];
}

/** What a fold of a city is made of. */
export interface CityFoldOptions {
  /** How the past is read; null: as it was at the time. */
  readonly mapping: Mapping | null;
  /** All amendments of the journal, from `readAmendments`. */
  readonly amendments: readonly Amendment[];
  /** Told of an amendment that was not among them: what was folded since its `fromOffset` no longer holds. */
  readonly onAmendment?: (amendment: Amendment) => void;
  /** Told which extension runs, so that a watcher finds one that never ends. */
  readonly mark?: RunningMark;
  /** Told of each call into an extension that threw. */
  readonly onFailure?: FailureListener;
  readonly scenarios?: readonly Scenario[];
  readonly onRefusedPacks?: RefusedPacksListener;
}

/** Assembles a fold at the start of the journal. Its snapshot says which amendments it knew, and is not restored where it lacks one of what it folded. */
export function createCityFold(options: CityFoldOptions): CityFold {
  const {
    mapping,
    amendments,
    onAmendment = () => {},
    mark = NO_MARK,
    scenarios = SCENARIOS,
    onRefusedPacks = () => {},
    onFailure = () => {},
  } = options;
  const registry = createMappedRegistry(mapping);
  const analytics = createAnalytics({
    registry: registry.view,
    scenarios,
    engine: ENGINE,
    amendments,
    mark,
    onRefusedPacks,
    onFailure,
  });
  const ingest = ingestPipeline({ registry, dialects: DIALECTS, analytics, amendments, mark, onFailure });
  const clock = createShiftClock(amendments);
  const amended = applyAmendments(amendments, clock, onAmendment);
  const ids = amendments.map(({ amendmentId }) => amendmentId);
  let nextOffset: number | null = 0;
  const noted = tap((batch: JournalBatch) => {
    ({ nextOffset } = batch);
  });
  const pipeline: Pipeline = { ...ingest, operator: (journal) => ingest.operator(amended(journal.pipe(noted))) };
  return {
    registry,
    analytics,
    pipeline,
    extensions: () => [...analytics.extensions(), ...ingest.extensions()],
    snapshot: () => withAmendments(ingest.snapshot(), { ids, nextOffset, cityTime: clock.latest }),
    restore(state) {
      const known = refuseIgnorant(state, amendments);
      ({ nextOffset } = known);
      clock.latest = known.cityTime;
      ingest.restore(state);
    },
  };
}

/** The registry that the journal leads to at an offset. */
export async function registryAt(
  reader: JournalReader,
  offset: number,
  mapping: Mapping | null = null,
): Promise<Registry> {
  const registry = mapping === null ? createRegistry() : createMappedRegistry(mapping);
  for await (const { records } of reader.read({ from: 0, until: offset, kinds: 'lasting' })) {
    for (const record of records) if (record.kind === 'config') registry.apply(record.change, record.offset);
  }
  return registry;
}

/** The mapping that a generation reads the past with; null: none but that of the time. */
export async function mappingAt(reader: JournalReader, asOf: number | null): Promise<Mapping | null> {
  return asOf === null ? null : mappingOf(await registryAt(reader, asOf), asOf);
}
