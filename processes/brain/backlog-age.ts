/** How long the oldest record that is not folded yet has been waiting. */
export interface BacklogAge {
  /** The journal is durable up to `offset`. */
  durable(offset: number): void;
  /** Seconds; 0 when nothing waits. */
  seconds(foldedOffset: number): number;
  /** The same for somebody else, who has reached `offset`; null when that is further back than what is still known. */
  secondsFrom(offset: number): number | null;
}

interface Mark {
  /** Behind the last record that it speaks of. */
  offset: number;
  readonly at: number;
}

const FIRST_SPACING_MILLIS = 100;
const MOST_MARKS = 2_000;

/**
 * Remembers when which offset became durable, coarser the longer a backlog lasts; so it says up to a hundredth too much, never too little.
 * `waitsSince` is when the first record at or behind `foldedOffset` was received, if one waited already; both times on the clock of `now`, milliseconds.
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
  /** What became durable below it is no longer known. */
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
      if (marks.length > MOST_MARKS) thin();
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
