/** Checkpoints that are kept on the way: to feed a sink that was away, or to apply an amendment of the past. */
const MOST_MARKS = 8;

/** Offsets of checkpoints, about as far from each other, however many there were. */
export interface CheckpointMarks {
  readonly all: readonly number[];
  /** A checkpoint at `offset`, behind all marked before; of the others, the one is left out that is missed least. */
  add(offset: number): void;
  /** Those before `offset` are of no use: the journal begins behind them. */
  forgetBefore(offset: number): void;
  /** None is needed any more. */
  clear(): void;
}

/** `kept`: offsets of the checkpoints that are there now. */
export function createCheckpointMarks(kept: readonly number[]): CheckpointMarks {
  let marks: number[] = [];
  const marksOf: CheckpointMarks = {
    get all() {
      return marks;
    },
    add(offset) {
      if (offset <= (marks.at(-1) ?? Number.NEGATIVE_INFINITY)) return;
      marks.push(offset);
      if (marks.length > MOST_MARKS) marks.splice(leastMissed(marks), 1);
    },
    forgetBefore(offset) {
      if ((marks[0] ?? offset) < offset) marks = marks.filter((mark) => mark >= offset);
    },
    clear() {
      marks = [];
    },
  };
  for (const offset of [...kept].sort((a, b) => a - b)) marksOf.add(offset);
  return marksOf;
}

/** Index of the mark without which the gap between its neighbours is the smallest; never the first or the last. */
function leastMissed(marks: readonly number[]): number {
  const gapWithout = (index: number): number => (marks[index + 1] ?? Infinity) - (marks[index - 1] ?? -Infinity);
  let least = 1;
  for (let index = 2; index < marks.length - 1; index += 1) if (gapWithout(index) < gapWithout(least)) least = index;
  return least;
}
