import { createAnalytics } from '../analytics/analytics.ts';
import { SCENARIOS } from '../analytics/scenarios/index.ts';
import type { RefusedPacksListener } from '../analytics/standards/pack-shelf.ts';
import { DIALECTS } from '../devices/dialects/dialects.ts';
import { createMappedRegistry, type Mapping, mappingOf } from '../devices/mapping.ts';
import { createRegistry, type Registry } from '../devices/registry.ts';
import { ingestPipeline, type Pipeline } from '../ingest/pipeline.ts';
import type { AnalyticsFold, Fold } from '../model/fold.ts';
import type { JournalReader } from '../model/journal.ts';
import { ENGINE } from '../model/version.ts';

/** The fold of a city, whole: what is known of its devices, the way of a message, and the alerts. */
export interface CityFold extends Fold {
  readonly registry: Registry;
  readonly analytics: AnalyticsFold;
  readonly pipeline: Pipeline;
}

/** Assembles a fold at the start of the journal. `mapping`: how the past is read; null: as it was at the time. */
export function createCityFold({
  mapping,
  onRefusedPacks = () => {},
}: {
  readonly mapping: Mapping | null;
  readonly onRefusedPacks?: RefusedPacksListener;
}): CityFold {
  const registry = createMappedRegistry(mapping);
  const analytics = createAnalytics({ registry: registry.view, scenarios: SCENARIOS, engine: ENGINE, onRefusedPacks });
  const pipeline = ingestPipeline({ registry, dialects: DIALECTS, analytics });
  return {
    registry,
    analytics,
    pipeline,
    snapshot: () => pipeline.snapshot(),
    restore: (state) => pipeline.restore(state),
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
