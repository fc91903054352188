import type { Logger } from 'pino';
import { cityCommand } from '../../city/city-command.ts';
import type { DataFolder } from '../../city/data-folder.ts';
import { beginGeneration, readGeneration, showGeneration } from '../../city/generation.ts';
import { buildGeneration } from '../../commands/build-generation.ts';
import { accessRunningJournal } from '../../commands/journal-access.ts';
import { removeOtherGenerations } from '../../commands/replace-generation.ts';
import { openJournal } from '../../journal/open-journal.ts';
import type { Amendment } from '../../model/amendment.ts';
import type { RunningMark } from '../../model/extension-health.ts';
import type { Check } from '../status-server.ts';

/** Whether everything that is shown was folded with all amendments of the journal. */
export interface AmendedGeneration {
  readonly check: () => Check;
}

/**
 * Makes readings and documents again where they were written without an amendment: a new generation beside the one that
 * is shown, by a fold of its own, at whose end the brain is started again on it. Until then nothing changes: devices,
 * alerts and page go on. Where the journal no longer has everything, a person has to say that the rest may go.
 */
export function amendGeneration(options: {
  readonly waiting: readonly Amendment[];
  readonly folder: DataFolder;
  /** Setting of the series store. */
  readonly store: string;
  readonly mark: RunningMark;
  readonly log: Logger;
  readonly opened: AsyncDisposableStack;
}): AmendedGeneration {
  const { waiting, log, opened } = options;
  const [first] = waiting;
  if (first === undefined) return { check: () => ({ name: 'amendments', ok: true, detail: 'applied' }) };
  const what = `the amendment by ${first.user} of offsets from ${first.fromOffset} on`;
  const state: Progress = { trouble: null, share: 0 };
  const ending = new AbortController();
  const ended = build(options, state, ending.signal).catch((error: unknown) => {
    if (ending.signal.aborted) return;
    state.trouble = `${error instanceof Error ? error.message : String(error)}; ${cityCommand('rebuild-store', options.folder.root)} tries it again`;
    log.error({ err: error }, 'readings and documents could not be made again with an amendment');
  });
  opened.defer(() => {
    ending.abort(new Error('the brain is closing'));
    return ended;
  });
  return {
    check: () => ({
      name: 'amendments',
      ok: state.trouble === null,
      detail:
        state.trouble === null
          ? `readings and documents are made again with ${what}: ${Math.floor(100 * state.share)} %; until then they are shown without it`
          : `readings and documents do not have ${what}: ${state.trouble}`,
    }),
  };
}

interface Progress {
  trouble: string | null;
  /** Share of the journal that is folded again. */
  share: number;
}

async function build(
  { folder, store, mark, log }: Parameters<typeof amendGeneration>[0],
  state: Progress,
  signal: AbortSignal,
): Promise<void> {
  const [gap] = await openJournal(folder.journal).gaps();
  if (gap !== undefined) {
    state.trouble = `the journal no longer has offsets ${gap.from} to ${gap.until - 1}, and what only those led to would go; where that is meant: ${cityCommand('rebuild-store --forget-older', folder.root)}`;
    log.error(state.trouble);
    return;
  }
  const journal = await accessRunningJournal(folder);
  try {
    const { number: shown, mappingAsOf } = readGeneration(folder);
    removeOtherGenerations(folder, shown);
    const generation = await buildGeneration({
      folder,
      setting: store,
      generation: { number: beginGeneration(folder), mappingAsOf },
      durable: journal.durable,
      signal,
      mark,
      onProgress({ foldedOffset, durableOffset }) {
        state.share = foldedOffset / durableOffset;
      },
      onTrouble: (detail) => log.warn({ detail }, 'making readings and documents again'),
    });
    showGeneration(folder, generation);
  } finally {
    await journal.close();
  }
}
