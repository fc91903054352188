import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { readMark, writeMark } from './mark-file.ts';
import { syncDirectory } from './sync-directory.ts';

/**
 * The end of a journal when its writer closed it. Records that are missing before it were lost later, and are not an
 * incomplete commit of a crash.
 */
export interface EndMark {
  readonly nextOffset: number;
  /** Chain hash of the last frame, in hex. */
  readonly chainHead: string;
}

const FILE = 'end.json';

/** Reads the end mark; null: a writer is running, or the last one did not close the journal. */
export async function readEndMark(directory: string): Promise<EndMark | null> {
  try {
    return await readMark<EndMark>(directory, FILE);
  } catch (error) {
    // A corrupt mark is ignored: the end is then found from the frames.
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** Writes the end mark durably. */
export const writeEndMark = (directory: string, mark: EndMark): Promise<void> => writeMark(directory, FILE, mark);

/** Removes the end mark durably; done before anything is appended, so that it never describes an earlier end. */
export async function removeEndMark(directory: string): Promise<void> {
  await rm(join(directory, FILE), { force: true });
  await syncDirectory(directory);
}
