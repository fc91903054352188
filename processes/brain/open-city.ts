import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { cityCommand } from '../../city/city-command.ts';
import type { CityConfig } from '../../city/city-config.ts';
import type { DataFolder } from '../../city/data-folder.ts';
import { noteAmendments, readGeneration } from '../../city/generation.ts';
import { type CityFold, createCityFold, mappingAt } from '../../fold/city-fold.ts';
import { readAmendments } from '../../fold/read-amendments.ts';
import { createSkippedRanges, readSkippedRanges, type SkippedRanges } from '../../fold/skipped-ranges.ts';
import { type SortedAmendments, sortAmendments } from '../../fold/sort-amendments.ts';
import { type Amendment, changesFold } from '../../model/amendment.ts';
import { JournalCorruptError } from '../../model/journal-corrupt-error.ts';
import type { AmendmentRecord } from '../../model/journal-record.ts';
import { type AmendedGeneration, amendGeneration } from './amend-generation.ts';
import { startHangWatcher } from './hang-watcher.ts';
import type { BrainData } from './open-data.ts';
import { reportFailures } from './report-failures.ts';
import { reportRefusedPacks } from './report-refused-packs.ts';
import { type RestoredCity, restoreCity } from './restore-city.ts';

const STORE_PATIENCE_MILLIS = 5_000;

/** The restored live fold. */
export interface OpenedCity extends RestoredCity {
  /** Makes another fold with the same mapping and amendments, in its initial state. */
  readonly makeFold: () => CityFold;
  readonly amended: AmendedGeneration;
  /** What the series store is never given; grows as the fold reads of it. */
  readonly skippedRanges: SkippedRanges;
}

/** Reads the mapping and the amendments, starts the hang watcher, and restores the live fold from its checkpoint. */
export async function openCity(data: BrainData, { folder, config, log, opened }: Surroundings): Promise<OpenedCity> {
  const { reader, durable } = data;
  const mapping = await mappingAt(reader, readGeneration(folder).mappingAsOf);
  const all = await readAmendments(reader, durable.durableOffset, (error) =>
    log.error(
      { err: error },
      `amendments after damage in the journal are not known; ${cityCommand('verify --journal', folder.root)}`,
    ),
  );
  const changing = all.filter(changesFold);
  const { applied: amendments, waiting } = await takeAmendments(changing, data, folder);
  const skippedRanges = await readSkippedRanges(reader, durable.durableOffset).catch((error: unknown) => {
    // The fold stands still before the damage, and says so.
    if (error instanceof JournalCorruptError) return createSkippedRanges();
    throw error;
  });
  const watcher = startHangWatcher({
    socketPath: folder.gatewaySocket,
    onError: (error) =>
      log.error(
        { err: error },
        'the hang watcher failed: an extension that hangs stops the brain until it is restarted',
      ),
  });
  opened.defer(() => watcher.close());
  const { mark } = watcher;
  const seen = new Set(all.map(({ amendmentId }) => amendmentId));
  const onAmendment = (record: AmendmentRecord) => {
    if (!changesFold(record)) skippedRanges.note(record);
    // The supervisor restarts the brain, which then decides what a new amendment of earlier records requires.
    else if (!seen.has(record.amendmentId)) process.kill(process.pid, 'SIGTERM');
  };
  const onFailure = reportFailures(log);
  const onRefusedPacks = reportRefusedPacks(log);
  const makeFold = () =>
    createCityFold({ mapping, amendments, ignored: waiting, onAmendment, mark, onRefusedPacks, onFailure });
  const restored = await restoreCity(data, makeFold, folder, log);
  const makeFoldWithout = (ignored: readonly Amendment[]) =>
    createCityFold({ mapping, amendments: changing.filter((each) => !ignored.includes(each)), ignored });
  const made = { waiting, applied: amendments, makeFoldWithout, mark };
  const amended = amendGeneration({ ...data, ...made, folder, setting: config.store, log, opened, now: Date.now });
  return { ...restored, makeFold, amended, skippedRanges };
}

interface Surroundings {
  readonly folder: DataFolder;
  readonly config: CityConfig;
  readonly log: Logger;
  readonly opened: AsyncDisposableStack;
}

/** Sorts amendments, and notes those that hold for all that is shown. */
async function takeAmendments(
  all: readonly Amendment[],
  data: BrainData,
  folder: DataFolder,
): Promise<SortedAmendments> {
  const known = readGeneration(folder).amendments;
  if (all.every(({ amendmentId }) => known.includes(amendmentId))) return { applied: all, held: all, waiting: [] };
  const sorted = sortAmendments(all, { known, reached: await reachedOffset(data) });
  noteAmendments(
    folder,
    sorted.held.map(({ amendmentId }) => amendmentId),
  );
  return sorted;
}

/** How far anything that is shown reaches. A store that does not say may have everything. */
async function reachedOffset({ documents, store }: BrainData): Promise<number> {
  const patience = sleep(STORE_PATIENCE_MILLIS, Number.POSITIVE_INFINITY, { ref: false });
  const series = store.cursor().then(
    (cursor) => cursor ?? 0,
    () => Number.POSITIVE_INFINITY,
  );
  return Math.max(documents.committed()?.nextOffset ?? 0, await Promise.race([series, patience]));
}
