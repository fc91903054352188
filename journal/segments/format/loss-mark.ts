import { type Hole, readCutMark } from './cut-mark.ts';
import { copyMark, readMark, writeMark } from './mark-file.ts';

/** Durable records that were lost to corruption, and where the corrupt bytes were quarantined. */
export interface Loss extends Hole {
  /** What was wrong, as a sentence for an operator. */
  readonly detail: string;
  /** Name of the quarantine file in the journal's folder; null: no bytes were left. */
  readonly keptAs: string | null;
}

const FILE = 'lost.json';

/** Reads the recorded losses, in order of offsets. */
export const readLosses = async (directory: string): Promise<readonly Loss[]> =>
  (await readMark<{ readonly losses: readonly Loss[] }>(directory, FILE))?.losses ?? [];

/** Records losses durably: from now on readers skip these offsets instead of failing. */
export async function addLosses(directory: string, losses: readonly Loss[]): Promise<void> {
  const all = [...(await readLosses(directory)), ...losses].sort((a, b) => a.from - b.from);
  await writeMark(directory, FILE, { losses: all });
}

/** Copies the recorded losses to a copy of the journal, which would otherwise count as corrupt. */
export const copyLosses = (directory: string, target: string): Promise<void> => copyMark(directory, target, FILE);

/** All ranges that are known to be missing: deleted by retention, or lost; adjacent and overlapping ones are joined. */
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
