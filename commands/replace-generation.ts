import { existsSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { DataFolder } from '../city/data-folder.ts';
import { beginGeneration, readGeneration, showGeneration } from '../city/generation.ts';
import { readCityConfig } from '../city/read-city.ts';
import { buildGeneration } from './build-generation.ts';
import { EXIT_INTERRUPTED, interrupted } from './interrupted.ts';
import type { JournalEnd } from './journal-end.ts';
import { startProgress } from './progress.ts';
import { type ReadingsPlace, readingsPlace } from './readings-place.ts';

/** A database file and what lies beside it. */
const FILE_ENDINGS = ['', '.wal', '-wal', '-shm', '.sum'];

/**
 * Folds the journal into readings and documents of a new generation, saying how far it is, and then shows that one. Exit code 130, with
 * everything as before, when it is interrupted.
 */
export async function replaceGeneration(
  folder: DataFolder,
  end: JournalEnd,
  mappingAsOf: number | null,
): Promise<void> {
  const config = readCityConfig(folder, process.env);
  const current = readGeneration(folder);
  const signal = interrupted();
  const { durableOffset } = end.durable;
  const progress = startProgress(durableOffset, '| {city}');
  const placeOf = (number: number) => readingsPlace(config.store, folder, number);
  let begun: number | null = null;
  try {
    forgetAllBut(folder, current.number);
    begun = beginGeneration(folder);
    const generation = { number: begun, mappingAsOf };
    await buildGeneration({
      folder,
      setting: config.store,
      generation,
      durable: end.durable,
      signal,
      onProgress: ({ foldedOffset, cityTime }) =>
        progress.update(foldedOffset, { city: cityTime === null ? '' : new Date(cityTime).toISOString() }),
      onTrouble: (detail) => process.stderr.write(`${detail}\n`),
    });
    progress.end();
    showGeneration(folder, generation);
    process.stdout.write(
      `generation ${begun} has ${durableOffset} records folded and is shown from now on; its readings lie in ${placeOf(begun).name}
generation ${current.number} stays beside it ${stays(placeOf(current.number))}\n`,
    );
  } catch (error) {
    progress.end();
    if (!signal.aborted) throw error;
    process.stderr.write(`stopped; generation ${current.number} is shown as before\n`);
    if (begun !== null) process.stderr.write(`what was begun stays ${stays(placeOf(begun))}\n`);
    process.exitCode = EXIT_INTERRUPTED;
  }
}

/** How long what is not shown stays. */
const stays = ({ name, removal }: ReadingsPlace): string =>
  removal === null
    ? `until the next refold, its readings in ${name}`
    : `until the next refold, but its readings in ${name} until somebody drops them: ${removal}`;

/** Removes the files of generations that are not shown: older ones, and what an interrupted refold left. */
function forgetAllBut(folder: DataFolder, shown: number): void {
  for (const file of [folder.readings, folder.documents]) {
    // Of a store on a server nothing lies here.
    if (!existsSync(dirname(file))) continue;
    const others = readdirSync(dirname(file)).filter(
      (name) => /^generation-\d+$/.test(name) && name !== `generation-${shown}`,
    );
    for (const name of others) rmSync(join(dirname(file), name), { recursive: true });
    if (shown !== 1) for (const ending of FILE_ENDINGS) rmSync(file + ending, { force: true });
  }
}
