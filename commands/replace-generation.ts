import { existsSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { DataFolder } from '../city/data-folder.ts';
import { beginGeneration, readGeneration, showGeneration } from '../city/generation.ts';
import { announceBuild, describeBuild, readBuild } from '../city/generation-build.ts';
import { readCityConfig } from '../city/read-city.ts';
import { ConfigError } from '../model/config-error.ts';
import { buildGeneration } from './build-generation.ts';
import { EXIT_INTERRUPTED, interrupted } from './interrupted.ts';
import type { JournalAccess } from './journal-access.ts';
import { startProgress } from './progress.ts';
import { type ReadingsLocation, readingsLocation } from './readings-location.ts';

/** The suffixes of a database file and of the files that belong to it. */
const FILE_ENDINGS = ['', '.wal', '-wal', '-shm', '.sum'];

/**
 * Folds the journal into readings and documents of a new generation, shows the progress, and then makes that generation
 * the current one. When it is interrupted, the exit code is 130 and the current generation stays.
 */
export async function replaceGeneration(
  folder: DataFolder,
  journal: JournalAccess,
  mappingAsOf: number | null,
  cause: 'refold' | 'rebuild-store',
): Promise<void> {
  const config = readCityConfig(folder, process.env);
  const current = readGeneration(folder);
  const signal = interrupted();
  const { durableOffset } = journal.durable;
  const progress = startProgress(durableOffset, '| {city}');
  const locationOf = (number: number) => readingsLocation(config.store, folder, number);
  let begun: number | null = null;
  const build = announceBuild(folder, { cause, user: null, fromOffset: null, since: Date.now() });
  if (build === null) throw new ConfigError(folder.root, underWay(folder));
  try {
    removeOtherGenerations(folder, current.number);
    begun = beginGeneration(folder);
    const generation = await buildGeneration({
      folder,
      setting: config.store,
      generation: { number: begun, mappingAsOf },
      durable: journal.durable,
      signal,
      onProgress: ({ foldedOffset, durableOffset: until, cityTime }) => {
        progress.update(foldedOffset, { city: cityTime === null ? '' : new Date(cityTime).toISOString() });
        build.progress(foldedOffset / until);
      },
      onTrouble: (detail) => process.stderr.write(`${detail}\n`),
    });
    progress.end();
    showGeneration(folder, generation);
    process.stdout.write(
      `generation ${begun} has ${durableOffset} records folded and is shown from now on; its readings are in ${locationOf(begun).name}
generation ${current.number} is kept ${stays(locationOf(current.number))}\n`,
    );
  } catch (error) {
    progress.end();
    if (!signal.aborted) throw error;
    process.stderr.write(`stopped; generation ${current.number} is shown as before\n`);
    if (begun !== null)
      process.stderr.write(`the unfinished generation ${begun} is kept ${stays(locationOf(begun))}\n`);
    process.exitCode = EXIT_INTERRUPTED;
  } finally {
    build.end();
  }
}

function underWay(folder: DataFolder): string {
  const other = readBuild(folder);
  const what = other === null ? 'a generation was being built a moment ago' : describeBuild(other);
  return `${what}; run this again when that is done: the page and /readyz say how far it is`;
}

/** How long a generation that is not shown is kept. */
const stays = ({ name, removal }: ReadingsLocation): string =>
  removal === null
    ? `until the next refold, its readings in ${name}`
    : `until the next refold, but its readings in ${name} until a person removes them: ${removal}`;

/** Removes the files of generations that are not shown: older ones, and those of interrupted refolds. */
export function removeOtherGenerations(folder: DataFolder, shown: number): void {
  for (const file of [folder.readings, folder.documents]) {
    // With a store on a server there is no folder of readings.
    if (!existsSync(dirname(file))) continue;
    const others = readdirSync(dirname(file)).filter(
      (name) => /^generation-\d+$/.test(name) && name !== `generation-${shown}`,
    );
    for (const name of others) rmSync(join(dirname(file), name), { recursive: true });
    if (shown !== 1) for (const ending of FILE_ENDINGS) rmSync(file + ending, { force: true });
  }
}
