import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { cityCommand } from '../../city/city-command.ts';
import type { DataFolder } from '../../city/data-folder.ts';
import { beginGeneration, readGeneration, showGeneration } from '../../city/generation.ts';
import { type AnnouncedBuild, announceBuild, readBuild } from '../../city/generation-build.ts';
import { buildGeneration } from '../../commands/build-generation.ts';
import { accessRunningJournal } from '../../commands/journal-access.ts';
import { removeOtherGenerations } from '../../commands/replace-generation.ts';
import { openJournal } from '../../journal/open-journal.ts';
import type { Amendment } from '../../model/amendment.ts';
import type { RunningMark } from '../../model/extension-health.ts';
import type { GenerationBuild } from '../../model/generation-build.ts';
import type { Check } from '../status-server.ts';

/** Whether everything that is shown was folded with all amendments of the journal. */
export interface AmendedGeneration {
  readonly check: () => Check;
  /** The generation with the amendments that what is shown does not have; null: it has all. */
  readonly build: () => GenerationBuild | null;
}

/** How often the end of another build is looked for. */
const LOOK_MILLIS = 1_000;

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
  /** Wall clock, milliseconds since 1970. */
  readonly now: () => number;
}): AmendedGeneration {
  const { waiting, log, opened, now } = options;
  const [first] = waiting;
  if (first === undefined)
    return { check: () => ({ name: 'amendments', ok: true, detail: 'applied' }), build: () => null };
  const { user, fromOffset, amendment } = first;
  const what = `the amendment by ${user} of offsets from ${fromOffset} on`;
  const cause = amendment.type === 'clock-shifted' ? 'clock-shifted' : 'extension-off';
  const announced = { cause, user, fromOffset, since: now() } as const;
  const state: Progress = { trouble: null, share: 0 };
  const ending = new AbortController();
  const ended = build({ ...options, announced }, state, ending.signal).catch((error: unknown) => {
    if (ending.signal.aborted) return;
    state.trouble = `${error instanceof Error ? error.message : String(error)}; ${cityCommand('rebuild-store', options.folder.root)} tries it again`;
    log.error({ err: error }, 'readings and documents could not be made again with an amendment');
  });
  opened.defer(() => {
    ending.abort(new Error('the brain is closing'));
    return ended;
  });
  return {
    build: () => ({ ...announced, ...state }),
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

interface Build extends Omit<Parameters<typeof amendGeneration>[0], 'now'> {
  readonly announced: Parameters<typeof announceBuild>[1];
}

async function build(
  { folder, store, mark, log, announced }: Build,
  state: Progress,
  signal: AbortSignal,
): Promise<void> {
  const [gap] = await openJournal(folder.journal).gaps();
  if (gap !== undefined) {
    state.trouble = `the journal no longer has offsets ${gap.from} to ${gap.until - 1}, and what only those led to would go; where that is meant: ${cityCommand('rebuild-store --forget-older', folder.root)}`;
    log.error(state.trouble);
    return;
  }
  const announcement = await announce(folder, announced, signal);
  try {
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
          announcement.progress(state.share);
        },
        onTrouble: (detail) => log.warn({ detail }, 'making readings and documents again'),
      });
      showGeneration(folder, generation);
    } finally {
      await journal.close();
    }
  } finally {
    announcement.end();
  }
}

/** Waits until no other process builds a generation, such as a refold. */
async function announce(
  folder: DataFolder,
  announced: Build['announced'],
  signal: AbortSignal,
): Promise<AnnouncedBuild> {
  for (;;) {
    const announcement = readBuild(folder) === null ? announceBuild(folder, announced) : null;
    if (announcement !== null) return announcement;
    await sleep(LOOK_MILLIS, undefined, { signal });
  }
}
