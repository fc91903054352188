import type { Logger } from 'pino';
import { cityCommand } from '../../city/city-command.ts';
import type { DataFolder } from '../../city/data-folder.ts';
import type { CityFold } from '../../fold/city-fold.ts';
import { restoreFolds, type StartingPoint } from '../../fold/restore-folds.ts';
import { openJournal } from '../../journal/open-journal.ts';
import type { Amendment } from '../../model/amendment.ts';
import type { SeriesStore } from '../../model/series-store.ts';
import type { Documents } from '../../store/documents/documents-interface.ts';

/** Where a generation begins that is made with amendments, and which of them it still has to go on without. */
export interface AmendmentStart {
  /** The fold as of a checkpoint; null: at the start of the journal. */
  readonly base: { readonly fold: CityFold; readonly from: StartingPoint } | null;
  readonly ignored: readonly Amendment[];
}

/**
 * Finds where a new generation can begin: at the start of the journal, or where retention has cut that, at the newest
 * checkpoint before the first amendment that has one, behind which no record is missing. Resolves with a sentence for a
 * person where there is none.
 */
export async function findAmendmentStart(options: {
  readonly waiting: readonly Amendment[];
  /** Those that the live fold has; one of them waits all the same where an extension hung. */
  readonly applied: readonly Amendment[];
  readonly folder: DataFolder;
  readonly documents: Pick<Documents, 'checkpoints' | 'committed'>;
  readonly store: Pick<SeriesStore, 'cursor' | 'copyTo'>;
  /** Makes a fold with all amendments but these. */
  readonly makeFoldWithout: (ignored: readonly Amendment[]) => CityFold;
  readonly log: Pick<Logger, 'warn'>;
}): Promise<AmendmentStart | string> {
  const { waiting, applied, folder, documents, store, makeFoldWithout, log } = options;
  const gaps = await openJournal(folder.journal).gaps();
  const last = gaps.at(-1);
  if (last === undefined) return { base: null, ignored: [] };
  const cut = `the journal no longer has offsets ${gaps[0]?.from} to ${last.until - 1}`;
  const forget = `what is shown stays as it is; where what only those led to may go: ${cityCommand('rebuild-store --forget-older', folder.root)}`;
  if (store.copyTo === undefined) return `${cut}, and rows on a server cannot be taken back to before it; ${forget}`;
  // Both have to be taken back, so both have to have come so far.
  const reached = Math.min(documents.committed()?.nextOffset ?? 0, (await store.cursor()) ?? 0);
  const ignored: Amendment[] = [];
  for (const each of waiting.toSorted((a, b) => a.fromOffset - b.fromOffset)) {
    const until = Math.min(each.fromOffset, reached);
    const { fold, from } = restoreFolds({
      checkpoints: documents.checkpoints().filter(({ nextOffset }) => nextOffset >= last.until && nextOffset <= until),
      makeFold: () => makeFoldWithout(ignored),
      onUnusableCheckpoint: (why) => log.warn({ why }, 'an amendment cannot be applied from this checkpoint'),
    });
    if (from.cityTime !== null) return { base: { fold, from }, ignored };
    // A fold that did not know of what hangs would hang again.
    if (!applied.includes(each)) ignored.push(each);
  }
  return `${cut}, and no checkpoint between those and the amendment is kept; ${forget}`;
}
