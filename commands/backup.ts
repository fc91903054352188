import { rmSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { dataFolder } from '../city/data-folder.ts';
import { readCityConfig } from '../city/read-city.ts';
import { ConfigError } from '../model/config-error.ts';
import { VERSION } from '../model/version.ts';
import { type BackupFile, writeManifest } from './backup-manifest.ts';
import { holdCity } from './city-source.ts';
import { copyCity, isInside } from './copy-city.ts';
import { filesBelow, makeDurable, makeEmptyFolder } from './folder-tree.ts';
import { hashFile } from './hash-file.ts';

/**
 * `citynerve backup`: copies a whole city into an empty folder, also while the city is running. The manifest is written
 * last, when everything else is on disk, so an interrupted backup cannot be taken for a complete one. Exit code 1 when
 * it failed or the journal is damaged.
 */
export async function backupCommand(directory: string, options: { readonly data: string }): Promise<void> {
  // The copy contains secrets and readings.
  process.umask(0o077);
  const folder = dataFolder(resolve(options.data));
  const target = resolve(directory);
  const config = readCityConfig(folder, process.env);
  if (isInside(folder, target)) throw new ConfigError(target, 'lies in the data folder; name one outside of it');
  makeEmptyFolder(target, 'name a new folder');
  const city = await holdCity(folder, config);
  try {
    const copied = await copyCity(folder, target, city);
    const files = await describeFiles(target);
    writeManifest(target, { version: VERSION, takenAt: new Date().toISOString(), ...copied, files });
    makeDurable(target);
    const { journal, documents } = copied;
    const mebibytes = files.reduce((sum, { bytes }) => sum + bytes, 0) / 2 ** 20;
    process.stdout.write(
      `${target} holds the ${city.isRunning ? 'running' : 'stopped'} city up to offset ${journal.nextOffset} (${files.length} files, ${mebibytes.toFixed(1)} MiB; folds continue at ${documents.nextOffset})\n` +
        `it contains the secrets of the city, readable only for this user: keep it so\n` +
        (copied.hasReadings
          ? ''
          : `readings are on a server (${config.store}) and are not in it: back that up with its own tools\n`),
    );
    if (journal.damage !== null) {
      process.stderr.write(`the journal is damaged, and so is its copy: ${journal.damage}; keep an older backup\n`);
      process.exitCode = 1;
    }
  } catch (error) {
    rmSync(target, { recursive: true, force: true });
    if (error instanceof ConfigError) throw error;
    process.stderr.write(`citynerve: no backup was made, ${target} was removed: ${(error as Error).message}\n`);
    process.exitCode = 1;
  } finally {
    await city.close();
  }
  process.exit();
}

/** Syncs every file and folder to disk; returns path, size and hash of each file. */
async function describeFiles(directory: string): Promise<BackupFile[]> {
  const files: BackupFile[] = [];
  const folders = new Set<string>();
  for (const path of filesBelow(directory)) {
    makeDurable(join(directory, path));
    for (let folder = dirname(path); folder !== '.'; folder = dirname(folder)) folders.add(folder);
    files.push({ path, ...(await hashFile(join(directory, path))) });
  }
  for (const folder of folders) makeDurable(join(directory, folder));
  return files;
}
