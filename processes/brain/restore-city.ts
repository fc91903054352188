import type { Logger } from 'pino';
import { cityCommand } from '../../city/city-command.ts';
import type { DataFolder } from '../../city/data-folder.ts';
import type { CityFold } from '../../fold/city-fold.ts';
import { describeMissing, type MissingOffsets, missingFrom } from '../../fold/missing-offsets.ts';
import { restoreFolds, type StartingPoint } from '../../fold/restore-folds.ts';
import { ConfigError } from '../../model/config-error.ts';
import type { BrainData } from './open-data.ts';

/** The live fold restored from its newest usable checkpoint, and the ranges of the journal that it had to skip. */
export interface RestoredCity {
  readonly fold: CityFold;
  readonly from: StartingPoint;
  readonly missing: readonly MissingOffsets[];
  /** Where the series store was at least, when the checkpoint was saved: it may be away now and not say. */
  readonly seriesReached: number;
}

/**
 * Restores the live fold. Throws a `ConfigError` when the journal ends before the checkpoint: it is not the same
 * journal.
 */
export async function restoreCity(
  { documents, reader, gateway, durable }: BrainData,
  makeFold: () => CityFold,
  folder: DataFolder,
  log: Logger,
): Promise<RestoredCity> {
  const restored = restoreFolds({
    checkpoints: documents.checkpoints(),
    makeFold,
    onUnusableCheckpoint: (why) =>
      log.warn({ why }, 'a checkpoint cannot be used; going on from an older one, or from the start of the journal'),
  });
  const { fold, from } = restored;
  if (from.nextOffset > durable.durableOffset) {
    throw new ConfigError(
      folder.journal,
      `ends at offset ${durable.durableOffset}, but the brain has folded up to ${from.nextOffset}: this is not the journal of this data, put the right one back; or a crash and damage together took its end: then "${cityCommand('rebuild-store', folder.root)}" makes readings and documents from what is there`,
    );
  }
  // The next start may need the journal from the oldest checkpoint on, until a newer one is saved.
  gateway.reportFolded(documents.checkpoints().at(-1)?.nextOffset ?? 0);
  const missing = missingFrom(restored.missing, from.nextOffset, await reader.firstOffset());
  if (missing.length > restored.missing.length) log.error({ missing: missing.at(-1) }, describeMissing(missing));
  return { fold, from, missing, seriesReached: restored.seriesReached };
}
