/** Tells how long the oldest journal record that is not folded yet has been waiting. */
export interface BacklogAge {
  /** To be called when the journal has become durable up to `offset`. */
  durable(offset: number): void;
  /**
   * Age of the oldest record at or after `foldedOffset`, seconds; 0 when there is none. Times of records before
   * `foldedOffset` are forgotten.
   */
  seconds(foldedOffset: number): number;
  /** The same for another reader, which has reached `offset`; null when times before that were forgotten already. */
  secondsFrom(offset: number): number | null;
}

/** The records below `offset`, and from the previous mark on, became durable at `at` or later. */
interface Mark {
  offset: number;
  readonly at: number;
}

const FIRST_SPACING_MILLIS = 100;
const MAX_MARKS = 2_000;

/**
 * Remembers when each offset became durable, in at most 2,000 marks that become coarser the longer a backlog lasts; so
 * the result is up to one percent too high and never too low. `waitsSince` is when the first record at or after
 * `foldedOffset` was received, null if none waited. `waitsSince` and `now` are on the same clock, in milliseconds.
 */
export function createBacklogAge(options: {
  readonly now: () => number;
  readonly durableOffset: number;
  readonly foldedOffset: number;
  readonly waitsSince: number | null;
}): BacklogAge {
  const { now, durableOffset, waitsSince } = options;
  let marks: Mark[] = waitsSince === null ? [] : [{ offset: durableOffset, at: waitsSince }];
  let spacingMillis = FIRST_SPACING_MILLIS;
  /** For offsets below this, the times have been forgotten. */
  let forgottenBelow = options.foldedOffset;

  function thin(): void {
    marks = marks.flatMap((mark, index) =>
      index % 2 === 0 ? [{ at: mark.at, offset: (marks[index + 1] ?? mark).offset }] : [],
    );
    spacingMillis *= 2;
  }

  return {
    durable(offset) {
      const last = marks.at(-1);
      if (last && offset <= last.offset) return;
      if (last && now() - last.at < spacingMillis) last.offset = offset;
      else marks.push({ offset, at: now() });
      if (marks.length > MAX_MARKS) thin();
    },
    secondsFrom(offset) {
      if (offset < forgottenBelow) return null;
      const oldest = marks.find((mark) => mark.offset > offset);
      return oldest === undefined ? 0 : Math.max(0, now() - oldest.at) / 1000;
    },
    seconds(foldedOffset) {
      forgottenBelow = Math.max(forgottenBelow, foldedOffset);
      const first = marks.findIndex(({ offset }) => offset > foldedOffset);
      marks = first === -1 ? [] : marks.slice(first);
      const [oldest] = marks;
      if (oldest) return Math.max(0, now() - oldest.at) / 1000;
      spacingMillis = FIRST_SPACING_MILLIS;
      return 0;
    },
  };
}
