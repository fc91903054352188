import { readdirSync, rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { connectGateway } from '../broker/gateway-client.ts';
import { buildGeneration } from '../build-generation.ts';
import { ConfigError } from '../city/config-error.ts';
import { type DataFolder, dataFolder } from '../city/data-folder.ts';
import { beginGeneration, readGeneration, showGeneration } from '../city/generation.ts';
import { readCityConfig } from '../city/read-city.ts';
import { endOfCut, readCutMark } from '../journal/cut-mark.ts';
import { firstDurableOffset } from './durable-offset.ts';
import { EXIT_INTERRUPTED, interrupted } from './interrupted.ts';
import { startProgress } from './progress.ts';

/** A database file and what lies beside it while it is open. */
const FILE_ENDINGS = ['', '.wal', '-wal', '-shm'];

/** What `citynerve refold` is asked for. */
export interface RefoldOptions {
  readonly data: string;
  readonly forgetOlder: boolean;
}

/**
 * `citynerve refold`: reads the whole journal again, with the mapping of channels as it is now, into readings and documents of a new
 * generation; when it has caught up, the running city shows that one. Devices and alerts notice nothing meanwhile.
 */
export async function refoldCommand(options: RefoldOptions): Promise<void> {
  const folder = dataFolder(resolve(options.data));
  const config = readCityConfig(folder, process.env);
  const current = readGeneration(folder);
  await refuseWhatWouldBeLost(folder, options);
  const gateway = connectGateway(folder.gatewaySocket);
  const signal = interrupted();
  let endProgress = () => {};
  try {
    const durableOffset = await firstDurableOffset(gateway, folder);
    // A slow fold never loses what it has not read.
    await gateway.holdFrom(0);
    const progress = startProgress(durableOffset, '| {city}');
    endProgress = progress.end;
    forgetAllBut(folder, current.number);
    const generation = { number: beginGeneration(folder), mappingAsOf: durableOffset };
    await buildGeneration({
      folder,
      setting: config.store,
      generation,
      durable: { onDurable: gateway.onDurable, durableOffset },
      signal,
      onProgress: ({ foldedOffset, cityTime }) =>
        progress.update(foldedOffset, { city: cityTime === null ? '' : new Date(cityTime).toISOString() }),
      onTrouble: (detail) => process.stderr.write(`${detail}\n`),
    });
    progress.end();
    showGeneration(folder, generation);
    process.stdout.write(
      `generation ${generation.number} has ${durableOffset} records folded and is shown from now on; generation ${current.number} stays beside it until the next refold\n`,
    );
  } catch (error) {
    endProgress();
    if (!signal.aborted) throw error;
    process.stderr.write(`stopped; generation ${current.number} is shown as before\n`);
    process.exitCode = EXIT_INTERRUPTED;
  } finally {
    await gateway.close();
  }
  process.exit();
}

/** What retention has cut can be folded no more: its readings stand in the old generation only. */
async function refuseWhatWouldBeLost(folder: DataFolder, { forgetOlder }: RefoldOptions): Promise<void> {
  const cut = endOfCut(await readCutMark(folder.journal));
  if (cut === 0 || forgetOlder) return;
  throw new ConfigError(
    folder.journal,
    `no longer has messages before offset ${cut}: a new generation would not show their readings; add --forget-older if that is meant`,
  );
}

/** Removes the files of generations that are not shown: older ones, and what an interrupted refold left. */
function forgetAllBut(folder: DataFolder, shown: number): void {
  for (const file of [folder.readings, folder.documents]) {
    const others = readdirSync(dirname(file)).filter(
      (name) => /^generation-\d+$/.test(name) && name !== `generation-${shown}`,
    );
    for (const name of others) rmSync(join(dirname(file), name), { recursive: true });
    if (shown !== 1) for (const ending of FILE_ENDINGS) rmSync(file + ending, { force: true });
  }
}
