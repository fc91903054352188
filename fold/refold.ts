import { lastValueFrom, takeWhile, tap } from 'rxjs';
import type { Mapping } from '../devices/mapping.ts';
import { journalSource } from '../ingest/journal-source.ts';
import type { FoldResult } from '../model/fold.ts';
import type { JournalReader } from '../model/journal.ts';
import type { Scenario } from '../model/scenario.ts';
import { type CityFold, createCityFold } from './city-fold.ts';
import { readAmendments } from './read-amendments.ts';

/**
 * Folds a journal from its start up to `until`, without checkpoints, sinks or effects; returns the fold as it is then.
 * The concatenated results do not depend on `maxRecords`.
 */
export async function refold(options: {
  readonly reader: Pick<JournalReader, 'read'>;
  readonly until: number;
  readonly maxRecords?: number;
  /** The mapping for earlier records; absent: that of their own time. */
  readonly mapping?: Mapping | null;
  readonly scenarios?: readonly Scenario[];
  readonly onResult: (result: FoldResult) => void;
  /** Ends the fold after a result; absent: it ends at `until`. */
  readonly isEnough?: (result: FoldResult) => boolean;
}): Promise<CityFold> {
  const { onResult, isEnough = () => false } = options;
  const fold = createCityFold({
    mapping: options.mapping ?? null,
    amendments: await readAmendments(options.reader),
    ...(options.scenarios && { scenarios: options.scenarios }),
  });
  const batches = options.reader.read({ from: 0, until: options.until, maxRecords: options.maxRecords ?? 5_000 });
  const results = journalSource(batches, fold.pipeline.operator).pipe(
    tap(onResult),
    takeWhile((result) => !isEnough(result)),
  );
  await lastValueFrom(results, { defaultValue: null });
  return fold;
}
