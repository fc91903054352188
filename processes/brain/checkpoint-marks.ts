/** Checkpoints that are kept on the way, so that a sink that is away for long can go on from one of them. */
const MOST_MARKS = 8;

/** Offsets of checkpoints, about as far from each other, however many there were. */
export interface CheckpointMarks {
  readonly all: readonly number[];
  /** A checkpoint at `offset`, behind all marked before; it is marked where it lies far enough from the last. */
  add(offset: number): void;
  /** None is needed any more. */
  clear(): void;
}

/** `kept`: offsets of the checkpoints that are there now. */
export function createCheckpointMarks(kept: readonly number[]): CheckpointMarks {
  let marks: number[] = [...kept].sort((a, b) => a - b);
  let spacing = 1;
  return {
    get all() {
      return marks;
    },
    add(offset) {
      if (offset < (marks.at(-1) ?? Number.NEGATIVE_INFINITY) + spacing) return;
      marks.push(offset);
      if (marks.length <= MOST_MARKS) return;
      marks = marks.filter((_, index) => index % 2 === 1);
      spacing *= 2;
    },
    clear() {
      marks = [];
      spacing = 1;
    },
  };
}
