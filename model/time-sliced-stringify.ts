/** Elements of an array that are serialised together. */
const ITEMS_PER_CHUNK = 100;
/** Objects and arrays nested deeper than this are serialised in one go: in a checkpoint they are small. */
const MAX_CHUNK_DEPTH = 4;

/** How long work is divided into time slices, so that the event loop stays responsive. */
export interface TimeSlicing {
  /** Monotonic clock, milliseconds. */
  readonly now: () => number;
  /** Resolves after the event loop has run other tasks. */
  readonly yieldToOthers: () => Promise<void>;
  /** Length of a slice, after which the work yields. */
  readonly sliceMillis: number;
}

/**
 * Same as `JSON.stringify` for plain data, but in slices of a few milliseconds: the checkpoint of a large city is about
 * ten megabytes, and serialising it at once would delay alerts. The value must not change meanwhile. `millis` is the
 * working time without the pauses.
 */
export async function timeSlicedStringify(
  value: unknown,
  slicing: TimeSlicing,
): Promise<{ readonly text: string; readonly millis: number }> {
  let text = '';
  let millis = 0;
  let since = slicing.now();
  for (const chunk of chunksOf(value, MAX_CHUNK_DEPTH)) {
    text += chunk;
    const took = slicing.now() - since;
    if (took < slicing.sliceMillis) continue;
    millis += took;
    await slicing.yieldToOthers();
    since = slicing.now();
  }
  return { text, millis: millis + slicing.now() - since };
}

function* chunksOf(value: unknown, depth: number): Generator<string> {
  if (typeof value !== 'object' || value === null || depth === 0) {
    yield JSON.stringify(value);
  } else if (Array.isArray(value)) {
    yield '[';
    for (let first = 0; first < value.length; first += ITEMS_PER_CHUNK) {
      yield (first === 0 ? '' : ',') + JSON.stringify(value.slice(first, first + ITEMS_PER_CHUNK)).slice(1, -1);
    }
    yield ']';
  } else {
    yield '{';
    let isFirst = true;
    for (const [key, each] of Object.entries(value)) {
      if (each === undefined) continue;
      yield `${isFirst ? '' : ','}${JSON.stringify(key)}:`;
      yield* chunksOf(each, depth - 1);
      isFirst = false;
    }
    yield '}';
  }
}
