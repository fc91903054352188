import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { readMark, writeMark } from './mark-file.ts';
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
    return await readMark<EndMark>(directory, FILE);
  } catch (error) {
    // A mark that is damaged itself says nothing; the frames speak for themselves.
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

export const writeEndMark = (directory: string, mark: EndMark): Promise<void> => writeMark(directory, FILE, mark);

/** Before anything is appended: an old mark must never speak of a newer journal. */
export async function removeEndMark(directory: string): Promise<void> {
  await rm(join(directory, FILE), { force: true });
  await syncDirectory(directory);
}
