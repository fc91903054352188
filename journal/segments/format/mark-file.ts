import { copyFile, open, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode } from './error-code.ts';
import { syncDirectory } from './sync-directory.ts';

/** Reads a small JSON file in a journal's folder; null: it does not exist. */
export const readMark = <Mark>(directory: string, file: string): Promise<Mark | null> =>
  readFile(join(directory, file), 'utf8').then((text) => JSON.parse(text) as Mark, nullIfAbsent);

/** Replaces such a file atomically and durably: after a crash it has either the old or the new content. */
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

/** Copies such a file to a copy of the journal, if it exists. */
export async function copyMark(directory: string, target: string, file: string): Promise<void> {
  await copyFile(join(directory, file), join(target, file)).catch(nullIfAbsent);
}

function nullIfAbsent(error: unknown): null {
  if (errorCode(error) === 'ENOENT') return null;
  throw error;
}
