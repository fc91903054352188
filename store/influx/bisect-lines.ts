/**
 * The answer of a server that did not store all lines of a request. InfluxDB 1.x has stored the valid ones among them.
 */
export interface PartialAnswer {
  readonly detail: string;
  /** Number of dropped lines; null if not given. With lines in several shards, 1.x counts only those of one shard. */
  readonly dropped: number | null;
  /** The measurement that the error names; null if none. */
  readonly measurement: string | null;
}

/** Sends lines. Resolves with null when all are stored; rejects when the error is not about lines. */
export type SendLines = (lines: readonly string[]) => Promise<PartialAnswer | null>;

export interface RefusedLine {
  readonly index: number;
  readonly detail: string;
}

/**
 * Writes lines and finds those that the server refuses for good. A refused request is bisected, first by the
 * measurement that the error names, then in halves, until each part is stored or dropped as a whole. Valid lines are
 * sent repeatedly, which changes nothing; this is needed because an answer about one shard does not tell what became of
 * lines in another.
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
