import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { cityCommand } from '../../city/city-command.ts';
import type { DataFolder } from '../../city/data-folder.ts';
import { beginGeneration, readGeneration, showGeneration } from '../../city/generation.ts';
import { type AnnouncedBuild, announceBuild, readBuild } from '../../city/generation-build.ts';
import { buildGeneration } from '../../commands/build-generation.ts';
import { accessRunningJournal } from '../../commands/journal-access.ts';
import { removeOtherGenerations } from '../../commands/replace-generation.ts';
import type { CityFold } from '../../fold/city-fold.ts';
import type { DurableOffset } from '../../fold/journal-batches.ts';
import type { Amendment } from '../../model/amendment.ts';
import type { RunningMark } from '../../model/extension-health.ts';
import type { GenerationBuild } from '../../model/generation-build.ts';
import type { SeriesStore } from '../../model/series-store.ts';
import type { Documents } from '../../store/documents/documents-interface.ts';
import type { Check } from '../status-server.ts';
import { type AmendmentStart, findAmendmentStart } from './find-amendment-start.ts';
import { seedGeneration } from './seed-generation.ts';

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
 * alerts and page go on. Where retention has cut the journal, the new generation begins with what the one that is shown
 * had at a checkpoint before the amendment; where there is none any more, a person has to decide.
 */
export function amendGeneration(options: {
  readonly waiting: readonly Amendment[];
  /** Those that the live fold has. */
  readonly applied: readonly Amendment[];
  readonly folder: DataFolder;
  /** Setting of the series store. */
  readonly setting: string;
  readonly documents: Pick<Documents, 'checkpoints' | 'committed'>;
  readonly store: Pick<SeriesStore, 'cursor' | 'copyTo'>;
  /** Makes a fold with all amendments but these. */
  readonly makeFoldWithout: (ignored: readonly Amendment[]) => CityFold;
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

async function build(options: Build, state: Progress, signal: AbortSignal): Promise<void> {
  if ((await startOf(options, state)) === null) return;
  const announcement = await announce(options.folder, options.announced, signal);
  try {
    const journal = await accessRunningJournal(options.folder);
    try {
      // Again, now that retention waits: meanwhile it may have cut more.
      const start = await startOf(options, state);
      if (start !== null) await buildFrom(start, { ...options, state, signal, announcement, durable: journal.durable });
    } finally {
      await journal.close();
    }
  } finally {
    announcement.end();
  }
}

/** Where a new generation begins; null: nowhere, and why is in `state`. */
async function startOf(options: Build, state: Progress): Promise<AmendmentStart | null> {
  const start = await findAmendmentStart(options);
  if (typeof start !== 'string') return start;
  state.trouble = start;
  options.log.error(start);
  return null;
}

async function buildFrom(
  { base, ignored }: AmendmentStart,
  options: Build & {
    readonly state: Progress;
    readonly signal: AbortSignal;
    readonly announcement: AnnouncedBuild;
    readonly durable: DurableOffset;
  },
): Promise<void> {
  const { folder, setting, store, durable, mark, log, state, signal, announcement } = options;
  const { number: shown, mappingAsOf } = readGeneration(folder);
  removeOtherGenerations(folder, shown);
  const number = beginGeneration(folder);
  if (base !== null && store.copyTo !== undefined) {
    await seedGeneration({ folder, shown, begun: number, base, copyReadings: store.copyTo });
  }
  const generation = await buildGeneration({
    folder,
    setting,
    generation: { number, mappingAsOf },
    durable,
    signal,
    ignored,
    mark,
    onProgress({ foldedOffset, durableOffset }) {
      state.share = foldedOffset / durableOffset;
      announcement.progress(state.share);
    },
    onTrouble: (detail) => log.warn({ detail }, 'making readings and documents again'),
  });
  showGeneration(folder, generation);
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
