/**
 * Cache of the topics on which one connection may publish, as bytes: for the same bytes the rules need not run again.
 */
export interface KnownTopics {
  add(topic: string): void;
  /** The cached topic whose bytes are those of `chunk` from `start` to `end`; null when there is none. */
  find(chunk: Buffer, start: number, end: number): string | null;
}

/** A device publishes on one topic, rarely on a few; publications on topics beyond these are checked each time. */
const MAX_TOPICS = 8;

/** An empty cache of at most 8 topics. */
export function createKnownTopics(): KnownTopics {
  const known: { readonly text: string; readonly bytes: Buffer }[] = [];
  return {
    add(text) {
      if (known.length < MAX_TOPICS && !known.some((topic) => topic.text === text)) {
        known.push({ text, bytes: Buffer.from(text) });
      }
    },
    find(chunk, start, end) {
      for (const { text, bytes } of known) {
        if (bytes.length === end - start && bytes.compare(chunk, start, end) === 0) return text;
      }
      return null;
    },
  };
}
