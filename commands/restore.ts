import { chmodSync, existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { startCommand } from '../city/city-command.ts';
import { ConfigError } from '../model/config-error.ts';
import { type BackupFile, readManifest } from './backup-manifest.ts';
import { copyInto, makeDurable, makeEmptyFolder } from './folder-tree.ts';
import { hashFile } from './hash-file.ts';

/** A folder with this file counts as a city; therefore it is copied last. */
const LAST = 'city.yaml';
const SECRETS = 'secrets/';

/**
 * `citynerve restore`: copies a backup into a new data folder, from which the city starts as usual. Every file is
 * compared with the manifest before anything is written, and nothing is overwritten.
 */
export async function restoreCommand(directory: string, options: { readonly data: string }): Promise<void> {
  process.umask(0o077);
  const source = resolve(directory);
  const target = resolve(options.data);
  const { files, journal, takenAt, version, hasReadings } = readManifest(source);
  const wrong = await differences(source, files);
  if (wrong.length > 0) {
    throw new ConfigError(source, `is not as it was written: ${wrong.slice(0, 5).join('; ')}; restore another backup`);
  }
  makeEmptyFolder(target, 'a restore never writes over a city; name a new folder with --data');
  for (const { path } of files.toSorted((one, other) => Number(one.path === LAST) - Number(other.path === LAST))) {
    const to = join(target, path);
    copyInto(join(source, path), to);
    // The medium of the backup may not have kept file modes.
    if (path.startsWith(SECRETS)) chmodSync(to, 0o600);
    makeDurable(to);
  }
  makeDurable(target);
  process.stdout.write(
    `${target} holds the city as of ${takenAt}, up to offset ${journal.nextOffset} (written by Citynerve ${version}); start it, in the folder of Citynerve, with ${startCommand(target)}\n` +
      (hasReadings
        ? ''
        : 'its readings are on a server: those that the server lacks are folded again from the journal, as far as it reaches\n') +
      (journal.damage === null ? '' : `its journal was damaged when it was taken: ${journal.damage}\n`),
  );
}

/** One sentence for each file that is missing or was altered. */
async function differences(source: string, files: readonly BackupFile[]): Promise<readonly string[]> {
  const found: string[] = [];
  for (const { path, bytes, sha256 } of files) {
    const file = join(source, path);
    if (!existsSync(file)) found.push(`${path} is missing`);
    else {
      const now = await hashFile(file);
      if (now.bytes !== bytes || now.sha256 !== sha256) found.push(`${path} was altered`);
    }
  }
  return found;
}
