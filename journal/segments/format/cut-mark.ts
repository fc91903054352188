import { copyMark, readMark, writeMark } from './mark-file.ts';

/**
 * A range of offsets without records, with the hashes of the chain at both ends, so that the rest of the chain can
 * still be verified.
 */
export interface Hole {
  /** Half-open [from, until). */
  readonly from: number;
  readonly until: number;
  /** Chain hash, in hex, of the frame before the range. */
  readonly before: string;
  /** Chain hash, in hex, of the last frame in the range. */
  readonly after: string;
}

/** All ranges that retention deleted from a journal, in order of offsets; lasting records remain between them. */
export interface CutMark {
  readonly holes: readonly Hole[];
}

const FILE = 'cut.json';

/** Reads the deleted ranges; empty if there are none. */
export const readCutMark = async (directory: string): Promise<CutMark> =>
  (await readMark<CutMark>(directory, FILE)) ?? { holes: [] };

/** Writes the deleted ranges durably; done before a file is removed, so that every missing segment can be explained. */
export const writeCutMark = (directory: string, mark: CutMark): Promise<void> => writeMark(directory, FILE, mark);

/** Copies the deleted ranges to a copy of the journal. */
export const copyCutMark = (directory: string, target: string): Promise<void> => copyMark(directory, target, FILE);

/** Adds the ranges of one more segment; adjacent ranges are joined. */
export function addHoles(mark: CutMark, ranges: readonly Hole[]): CutMark {
  const holes: Hole[] = [...mark.holes];
  for (const range of ranges) {
    const last = holes.at(-1);
    if (last && range.until <= last.until) continue;
    if (last && last.until === range.from)
      holes[holes.length - 1] = { ...last, until: range.until, after: range.after };
    else holes.push(range);
  }
  return { holes };
}

/** First offset from which nothing has been deleted. */
export const endOfCut = (mark: CutMark): number => mark.holes.at(-1)?.until ?? 0;
