import { copyMark, readMark, writeMark } from './mark-file.ts';

/** A stretch of offsets that retention cut, with the links of the chain at both ends, so that what remains can still be checked. */
export interface Hole {
  /** Half-open [from, until). */
  readonly from: number;
  readonly until: number;
  /** Chain hash, in hex, that the first frame cut followed. */
  readonly before: string;
  /** Chain hash, in hex, of the last frame cut. */
  readonly after: string;
}

/** All that was ever cut from a journal, in order of offsets; lasting records stand between the holes. */
export interface CutMark {
  readonly holes: readonly Hole[];
}

const FILE = 'cut.json';

/** Reads what was cut; an empty mark where nothing was. */
export const readCutMark = async (directory: string): Promise<CutMark> =>
  (await readMark<CutMark>(directory, FILE)) ?? { holes: [] };

/** Written, and durable, before a file is removed: a missing segment is then never a riddle. */
export const writeCutMark = (directory: string, mark: CutMark): Promise<void> => writeMark(directory, FILE, mark);

/** Takes the mark along to a copy of the journal. */
export const copyCutMark = (directory: string, target: string): Promise<void> => copyMark(directory, target, FILE);

/** Adds the stretches of one more segment; such as touch become one. */
export function addHoles(mark: CutMark, stretches: readonly Hole[]): CutMark {
  const holes: Hole[] = [...mark.holes];
  for (const stretch of stretches) {
    const last = holes.at(-1);
    if (last && stretch.until <= last.until) continue;
    if (last && last.until === stretch.from)
      holes[holes.length - 1] = { ...last, until: stretch.until, after: stretch.after };
    else holes.push(stretch);
  }
  return { holes };
}

/** First offset from which on nothing is cut. */
export const endOfCut = (mark: CutMark): number => mark.holes.at(-1)?.until ?? 0;
