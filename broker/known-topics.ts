/** The topics on which one connection was let publish, as bytes: what is the same bytes again needs no rule again. */
export interface KnownTopics {
  add(topic: string): void;
  /** The topic that stands in `chunk` from `start` to `end`; null when it is none of these. */
  find(chunk: Buffer, start: number, end: number): string | null;
}

/** A device speaks on one topic, rarely on a few; the others go the long way. */
const MOST_TOPICS = 8;

/** None yet. */
export function createKnownTopics(): KnownTopics {
  const known: { readonly text: string; readonly bytes: Buffer }[] = [];
  return {
    add(text) {
      if (known.length < MOST_TOPICS && !known.some((topic) => topic.text === text)) {
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
