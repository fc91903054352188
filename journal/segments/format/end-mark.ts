import { readFile, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode } from './error-code.ts';
import { replaceFile } from './replace-file.ts';
import { syncDirectory } from './sync-directory.ts';

/** Where a journal ended when its writer closed it: what is missing from there back was lost since, and not torn by a crash. */
export interface EndMark {
  readonly nextOffset: number;
  /** Chain hash of the last frame, in hex. */
  readonly chainHead: string;
}

const FILE = 'end.json';

/** Null while a writer is at work, and after one that did not close. */
export async function readEndMark(directory: string): Promise<EndMark | null> {
  try {
    return JSON.parse(await readFile(join(directory, FILE), 'utf8')) as EndMark;
  } catch (error) {
    // A mark that is damaged itself says nothing; the frames speak for themselves.
    if (errorCode(error) === 'ENOENT' || error instanceof SyntaxError) return null;
    throw error;
  }
}

export const writeEndMark = (directory: string, mark: EndMark): Promise<void> =>
  replaceFile(join(directory, FILE), JSON.stringify({ format: 1, ...mark }));

/** Before anything is appended: an old mark must never speak of a newer journal. */
export async function removeEndMark(directory: string): Promise<void> {
  await unlink(join(directory, FILE)).catch((error: unknown) => {
    if (errorCode(error) !== 'ENOENT') throw error;
  });
  await syncDirectory(directory);
}
