import { copyFile, open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode } from './error-code.ts';
import { syncDirectory } from './sync-directory.ts';

/** Reads a small JSON file in the folder of a journal; null where there is none. */
export const readMark = <Mark>(directory: string, file: string): Promise<Mark | null> =>
  readFile(join(directory, file), 'utf8').then((text) => JSON.parse(text) as Mark, nullIfAbsent);

/** Writes it durably: after a crash either the old or the new content is there as a whole. */
export async function writeMark(directory: string, file: string, mark: object): Promise<void> {
  const temporary = join(directory, `${file}.tmp`);
  const handle = await open(temporary, 'w', 0o600);
  try {
    await handle.writeFile(JSON.stringify({ format: 1, ...mark }));
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(temporary, join(directory, file));
  await syncDirectory(directory);
}

/** Takes it along to a copy of the journal, if there is one. */
export async function copyMark(directory: string, target: string, file: string): Promise<void> {
  await copyFile(join(directory, file), join(target, file)).catch(nullIfAbsent);
}

function nullIfAbsent(error: unknown): null {
  if (errorCode(error) === 'ENOENT') return null;
  throw error;
}
