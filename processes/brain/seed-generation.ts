import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import type { DataFolder } from '../../city/data-folder.ts';
import { inGeneration } from '../../model/in-generation.ts';
import { acceptedValues } from '../../model/ledger.ts';
import type { SeriesStore } from '../../model/series-store.ts';
import { copyDocumentsAsOf } from '../../store/documents/copy-documents-as-of.ts';
import { takeBackDatabase } from '../../store/duckdb/take-back-database.ts';
import type { AmendmentStart } from './find-amendment-start.ts';

/**
 * Begins a generation with a copy of the one that is shown, as it was at a checkpoint. Only of the embedded store: rows
 * on a server cannot be copied and taken back.
 */
export async function seedGeneration(options: {
  readonly folder: DataFolder;
  /** Numbers of the two generations. */
  readonly shown: number;
  readonly begun: number;
  readonly base: NonNullable<AmendmentStart['base']>;
  readonly copyReadings: NonNullable<SeriesStore['copyTo']>;
}): Promise<void> {
  const { folder, shown, begun, base, copyReadings } = options;
  const { nextOffset, cityTime } = base.from;
  const ledger = base.fold.pipeline.ledgerNow();
  const readings = inGeneration(folder.readings, begun);
  mkdirSync(dirname(readings), { recursive: true, mode: 0o700 });
  await copyReadings(readings);
  const accepted = new Map(ledger.map((entry) => [entry.deviceId, acceptedValues(entry)]));
  await takeBackDatabase(readings, { nextOffset, accepted });
  const [from, to] = [shown, begun].map((number) => inGeneration(folder.documents, number)) as [string, string];
  const active = base.fold.analytics.active();
  await copyDocumentsAsOf(from, to, { nextOffset, cityTime: cityTime ?? 0, ledger, active });
}
