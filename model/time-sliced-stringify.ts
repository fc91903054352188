/** Items of a list that are made into text at once. */
const ITEMS_A_PIECE = 100;
/** How deep pieces are looked for; what lies deeper is small. */
const DEPTH = 4;

/** How a long piece of work gives way to others. */
export interface Turns {
  readonly now: () => number;
  /** Resolves when others have had their turn. */
  readonly next: () => Promise<void>;
  readonly millisATurn: number;
}

/**
 * What `JSON.stringify` gives for plain data, made a few milliseconds at a time: a checkpoint of a big city has ten megabytes, and alerts would wait for it. The
 * value must not change meanwhile. Also how long the work itself took.
 */
export async function timeSlicedStringify(
  value: unknown,
  turns: Turns,
): Promise<{ readonly text: string; readonly millis: number }> {
  let text = '';
  let millis = 0;
  let since = turns.now();
  for (const piece of piecesOf(value, DEPTH)) {
    text += piece;
    const took = turns.now() - since;
    if (took < turns.millisATurn) continue;
    millis += took;
    await turns.next();
    since = turns.now();
  }
  return { text, millis: millis + turns.now() - since };
}

function* piecesOf(value: unknown, depth: number): Generator<string> {
  if (typeof value !== 'object' || value === null || depth === 0) {
    yield JSON.stringify(value);
  } else if (Array.isArray(value)) {
    yield '[';
    for (let first = 0; first < value.length; first += ITEMS_A_PIECE) {
      yield (first === 0 ? '' : ',') + JSON.stringify(value.slice(first, first + ITEMS_A_PIECE)).slice(1, -1);
    }
    yield ']';
  } else {
    yield '{';
    let isFirst = true;
    for (const [key, each] of Object.entries(value)) {
      if (each === undefined) continue;
      yield `${isFirst ? '' : ','}${JSON.stringify(key)}:`;
      yield* piecesOf(each, depth - 1);
      isFirst = false;
    }
    yield '}';
  }
}
