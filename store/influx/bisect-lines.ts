/** How the server took some lines: null when all, else why not. In 1.x the good ones among them are stored. */
export interface PartialAnswer {
  readonly detail: string;
  /**
   * How many it dropped; null when it does not say. Of several shards 1.x counts one only, and is silent about how the
   * others went.
   */
  readonly dropped: number | null;
  /** The measurement that it names as the culprit. */
  readonly measurement: string | null;
}

/** Sends lines; rejects when the server could not judge them. */
export type SendLines = (lines: readonly string[]) => Promise<PartialAnswer | null>;

export interface RefusedLine {
  readonly index: number;
  readonly detail: string;
}

/**
 * Writes lines and finds those that the server will never take: a refused heap is parted, first by the measurement that
 * the server names, then in halves, until each part is either taken as a whole or dropped as a whole. Good lines are
 * sent again by that, which changes nothing; nothing less would do, for an answer about one shard hides what became of
 * the lines of another.
 */
export async function writeAndBisect(send: SendLines, lines: readonly string[]): Promise<readonly RefusedLine[]> {
  const refused: RefusedLine[] = [];

  const settle = async (indexes: readonly number[]): Promise<void> => {
    const answer = await send(indexes.map((index) => lines[index] as string));
    if (answer === null) return;
    const { detail, dropped } = answer;
    if (indexes.length === 1 || dropped === indexes.length) {
      for (const index of indexes) refused.push({ index, detail });
      return;
    }
    for (const part of parted(indexes, answer.measurement, lines)) await settle(part);
  };

  if (lines.length > 0) await settle(lines.map((_, index) => index));
  return refused.sort((a, b) => a.index - b.index);
}

function parted(
  indexes: readonly number[],
  measurement: string | null,
  lines: readonly string[],
): readonly [readonly number[], readonly number[]] {
  if (measurement !== null) {
    const isSuspect = (index: number) => lines[index]?.startsWith(`${measurement},`) === true;
    const suspects = indexes.filter(isSuspect);
    if (suspects.length > 0 && suspects.length < indexes.length) {
      return [suspects, indexes.filter((index) => !isSuspect(index))];
    }
  }
  const middle = indexes.length >> 1;
  return [indexes.slice(0, middle), indexes.slice(middle)];
}
