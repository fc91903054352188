import { unwatchFile, watchFile } from 'node:fs';
import type { Logger } from 'pino';
import type { DataFolder } from '../../city/data-folder.ts';
import { readGeneration } from '../../city/generation.ts';
import type { FoldRun } from '../../fold/run-fold.ts';
import { JournalCorruptError } from '../../model/journal-corrupt-error.ts';

const WATCH_GENERATION_MILLIS = 500;

/**
 * Connects the end of the live fold with the end of the role: closing the role stops the fold; a fold that fails ends
 * the role, except at damage in the journal; and a new generation of the data ends the role, so that it is started
 * again.
 */
export function handleFoldEnd(
  run: FoldRun,
  options: {
    readonly folder: DataFolder;
    readonly log: Logger;
    readonly opened: AsyncDisposableStack;
    readonly report: { journalTrouble: string | null };
    /** Aborted when the role is being closed. */
    readonly closing: AbortSignal;
  },
): void {
  const { folder, log, opened, report, closing } = options;
  stopOnClose(run, opened, log);
  handleFailure(run, report, log, closing);
  watchGeneration(folder, opened);
}

/** When the role closes, the fold stops first, with a last checkpoint; the sinks then write what is queued for them. */
function stopOnClose(run: FoldRun, opened: AsyncDisposableStack, log: Logger): void {
  opened.defer(() =>
    run
      .stop()
      .catch((error: unknown) => log.warn({ err: error }, 'the fold had failed before; the next start folds it again')),
  );
}

/**
 * At damage in the journal the role goes on without folding: a restart would meet the same bytes, and what was folded
 * before them is still right. Any other error ends the role, and the supervisor starts it again.
 */
function handleFailure(
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
        'the fold stopped at damage in the journal; devices are acknowledged as before; see docs/operators.md, "When a file is damaged"',
      );
      return;
    }
    log.fatal({ err: error }, 'the fold failed; the brain starts again from the last checkpoint');
    process.exit(1);
  });
}

/**
 * When a newer generation has become the current one, ends the role; the supervisor starts it again and it opens that
 * one.
 */
function watchGeneration(folder: DataFolder, opened: AsyncDisposableStack): void {
  const { number } = readGeneration(folder);
  watchFile(folder.generation, { interval: WATCH_GENERATION_MILLIS }, () => {
    if (readGeneration(folder).number !== number) process.kill(process.pid, 'SIGTERM');
  });
  opened.defer(() => unwatchFile(folder.generation));
}
