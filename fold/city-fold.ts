import { tap } from 'rxjs';
import { createAnalytics } from '../analytics/analytics.ts';
import { SCENARIOS } from '../analytics/scenarios/index.ts';
import type { RefusedPacksListener } from '../analytics/standards/pack-resolver.ts';
import { DIALECTS } from '../devices/dialects/dialects.ts';
import { createMappedRegistry, type Mapping, mappingOf } from '../devices/mapping.ts';
import { createRegistry, type Registry } from '../devices/registry.ts';
import { ingestPipeline, type Pipeline } from '../ingest/pipeline.ts';
import { type Amendment, changesFold } from '../model/amendment.ts';
import { type ExtensionHealth, type FailureListener, NO_MARK, type RunningMark } from '../model/extension-health.ts';
import type { Fold, WatchedAnalyticsFold } from '../model/fold.ts';
import type { JournalReader } from '../model/journal.ts';
import type { AmendmentRecord, JournalBatch } from '../model/journal-record.ts';
import type { Scenario } from '../model/scenario.ts';
import { ENGINE } from '../model/version.ts';
import { applyAmendments } from './apply-amendments.ts';
import { checkAmendments, withAmendments } from './known-amendments.ts';
import { createShiftClock } from './shift-clock.ts';

/** The complete fold of a city: registry, ingest pipeline and analytics. */
export interface CityFold extends Fold {
  readonly registry: Registry;
  readonly analytics: WatchedAnalyticsFold;
  readonly pipeline: Pipeline;
  /** The health of scenarios, packs and dialects. */
  extensions(): readonly ExtensionHealth[];
}

/** The options of a city's fold. */
export interface CityFoldOptions {
  /** The mapping for earlier records; null: that of their own time. */
  readonly mapping: Mapping | null;
  /** All amendments of the journal, from `readAmendments`. */
  readonly amendments: readonly Amendment[];
  /** Those that this fold goes on without, because what is shown was folded without them; absent: none. */
  readonly ignored?: readonly Amendment[];
  /**
   * Called for an amendment that is not among them: where it `changesFold`, the results since its `fromOffset` are
   * invalid.
   */
  readonly onAmendment?: (amendment: AmendmentRecord) => void;
  /** Informed of each call to an extension, for the watchdog. */
  readonly mark?: RunningMark;
  /** Told of each call into an extension that threw. */
  readonly onFailure?: FailureListener;
  readonly scenarios?: readonly Scenario[];
  readonly onRefusedPacks?: RefusedPacksListener;
}

/**
 * Assembles a fold at the start of the journal. Its snapshot records how many amendments it knew; `restore` throws
 * where an amendment of the folded offsets is missing among them.
 */
export function createCityFold(options: CityFoldOptions): CityFold {
  const {
    mapping,
    onAmendment = () => {},
    mark = NO_MARK,
    scenarios = SCENARIOS,
    onRefusedPacks = () => {},
    onFailure = () => {},
  } = options;
  const amendments = options.amendments.filter(changesFold);
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
  for (const each of options.ignored ?? []) clock.ignore(each);
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
      const known = checkAmendments(state, amendments);
      ({ nextOffset } = known);
      clock.latest = known.cityTime;
      ingest.restore(state);
    },
  };
}

/** Folds the registry up to an offset. */
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

/** The mapping as of offset `asOf`, with which a generation reads earlier records; null: that of their own time. */
export async function mappingAt(reader: JournalReader, asOf: number | null): Promise<Mapping | null> {
  return asOf === null ? null : mappingOf(await registryAt(reader, asOf), asOf);
}
