import { unwatchFile, watchFile } from 'node:fs';
import type { Logger } from 'pino';
import type { DataFolder } from '../../city/data-folder.ts';
import { readGeneration } from '../../city/generation.ts';
import type { FoldRun } from '../../fold/run-fold.ts';
import { JournalCorruptError } from '../../model/journal-corrupt-error.ts';

const WATCH_GENERATION_MILLIS = 500;

/** Ties a running fold to the role: how it is stopped, what its own ending means, and what the role ends itself for. */
export function endWith(
  run: FoldRun,
  options: {
    readonly folder: DataFolder;
    readonly log: Logger;
    readonly opened: AsyncDisposableStack;
    readonly report: { journalTrouble: string | null };
    /** Aborted: the role is about to end. */
    readonly closing: AbortSignal;
  },
): void {
  const { folder, log, opened, report, closing } = options;
  stopWith(run, opened, log);
  standBeforeDamage(run, report, log, closing);
  watchGeneration(folder, opened);
}

/** Folding ends first, with a last checkpoint; the sinks then take what lies ready. */
function stopWith(run: FoldRun, opened: AsyncDisposableStack, log: Logger): void {
  opened.defer(() =>
    run.stop().catch((error: unknown) => log.warn({ err: error }, 'the fold ended early; it is folded again')),
  );
}

/** Damage in the journal: starting again would meet the same bytes. What was folded before them stays right and is served. */
function standBeforeDamage(
  run: FoldRun,
  report: { journalTrouble: string | null },
  log: Logger,
  closing: AbortSignal,
): void {
  run.ended.catch((error: unknown) => {
    if (closing.aborted) return;
    if (error instanceof JournalCorruptError) {
      report.journalTrouble = error.message;
      log.fatal(
        { err: error },
        'the fold stands still before damage in the journal; devices are acknowledged as before',
      );
      return;
    }
    log.fatal({ err: error }, 'the fold ended; starting again from the last checkpoint');
    process.exit(1);
  });
}

/** A newer generation has caught up: the supervisor starts the brain again, and it opens that one. */
function watchGeneration(folder: DataFolder, opened: AsyncDisposableStack): void {
  const { number } = readGeneration(folder);
  watchFile(folder.generation, { interval: WATCH_GENERATION_MILLIS }, () => {
    if (readGeneration(folder).number !== number) process.kill(process.pid, 'SIGTERM');
  });
  opened.defer(() => unwatchFile(folder.generation));
}
