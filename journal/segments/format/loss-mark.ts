import { type Hole, readCutMark } from './cut-mark.ts';
import { copyMark, readMark, writeMark } from './mark-file.ts';

/** Records that were durable once and are lost to damage, and what is kept of the bytes. */
export interface Loss extends Hole {
  /** What was wrong, for people. */
  readonly detail: string;
  /** File in the folder of the journal that the damaged segment lies in now; null where there was nothing to keep. */
  readonly keptAs: string | null;
}

const FILE = 'lost.json';

/** What a person, or the start of the gateway, decided to go on without; in order of offsets. */
export const readLosses = async (directory: string): Promise<readonly Loss[]> =>
  (await readMark<{ readonly losses: readonly Loss[] }>(directory, FILE))?.losses ?? [];

/** Adds losses, durably: from now on readers pass over these offsets knowingly. */
export async function addLosses(directory: string, losses: readonly Loss[]): Promise<void> {
  const all = [...(await readLosses(directory)), ...losses].sort((a, b) => a.from - b.from);
  await writeMark(directory, FILE, { losses: all });
}

/** What is known to be lost goes with a copy of the journal; else the copy would count as damaged. */
export const copyLosses = (directory: string, target: string): Promise<void> => copyMark(directory, target, FILE);

/** Every stretch of offsets of which it is known that no record is there: cut by retention or lost; those that touch are one. */
export async function readGaps(directory: string): Promise<readonly Hole[]> {
  const [mark, losses] = await Promise.all([readCutMark(directory), readLosses(directory)]);
  const gaps: Hole[] = [];
  for (const { from, until, before, after } of [...mark.holes, ...losses].sort((a, b) => a.from - b.from)) {
    const last = gaps.at(-1);
    if (!last || last.until < from) gaps.push({ from, until, before, after });
    else if (last.until < until) gaps[gaps.length - 1] = { ...last, until, after };
  }
  return gaps;
}
