import { lastValueFrom, tap } from 'rxjs';
import { createAnalytics } from './analytics/analytics.ts';
import { SCENARIOS } from './analytics/scenarios/index.ts';
import { DIALECTS } from './devices/dialects/dialects.ts';
import { createRegistry } from './devices/registry.ts';
import { journalSource } from './ingest/journal-source.ts';
import { ingestPipeline } from './ingest/pipeline.ts';
import { openJournalReader } from './journal/reader.ts';
import type { FoldResult } from './model/fold.ts';
import { ENGINE } from './version.ts';

/**
 * Folds a journal again up to `until`, with nothing but the journal: no documents, no store, no effects. What `onResult` is told, put end to
 * end, does not depend on `maxRecords`.
 */
export async function refold(options: {
  readonly journalDirectory: string;
  readonly until: number;
  readonly maxRecords?: number;
  readonly onResult: (result: FoldResult) => void;
}): Promise<void> {
  const registry = createRegistry();
  const analytics = createAnalytics({ registry: registry.view, scenarios: SCENARIOS, engine: ENGINE });
  const pipeline = ingestPipeline({ registry, dialects: DIALECTS, analytics, write: () => Promise.resolve() });
  const reader = openJournalReader({ directory: options.journalDirectory });
  try {
    const batches = reader.read({ from: 0, until: options.until, maxRecords: options.maxRecords ?? 5_000 });
    await lastValueFrom(journalSource(batches, pipeline.operator).pipe(tap(options.onResult)), { defaultValue: null });
  } finally {
    await reader.close();
  }
}
