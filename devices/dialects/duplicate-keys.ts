/** A key that stands more than once in one object of a JSON text. */
export interface DuplicateKey {
  readonly key: string;
  /** Keys that lead to the object; the place of an item in a list is no key. */
  readonly path: readonly string[];
}

/**
 * Finds keys that stand more than once in an object, once for each time too many: `JSON.parse` keeps the last without a
 * word. `text`: sound JSON; `value`: what it was parsed to. Where there are as many colons as keys, which is nearly
 * always, nothing more is looked at.
 */
export function findDuplicateKeys(text: string, value: unknown): readonly DuplicateKey[] {
  let colons = 0;
  for (let at = text.indexOf(':'); at >= 0; at = text.indexOf(':', at + 1)) colons += 1;
  return colons === countKeys(value) ? NONE : searchText(text);
}

const NONE: readonly DuplicateKey[] = [];

/** Deeper than any message that says something; below it nothing is counted, so that the text is searched. */
const MOST_DEPTH = 16;

function countKeys(value: unknown, depth = 0): number {
  if (typeof value !== 'object' || value === null) return 0;
  if (depth > MOST_DEPTH) return Number.NaN;
  const parts = Object.values(value);
  let count = Array.isArray(value) ? 0 : parts.length;
  for (const part of parts) if (typeof part === 'object') count += countKeys(part, depth + 1);
  return count;
}

/** Texts in quotation marks, each with the colon that makes it a key, and brackets. */
const TOKENS = /"[^"\\]*(?:\\.[^"\\]*)*"(\s*:)?|[{}[\]]/g;

function searchText(text: string): readonly DuplicateKey[] {
  const found: DuplicateKey[] = [];
  /** Keys of the objects that are open, null for lists; and the key that each stands under. */
  const open: { readonly keys: Set<string> | null; readonly under: string | null }[] = [];
  let last: string | null = null;
  for (const [token, colon] of text.matchAll(TOKENS)) {
    if (token === '{' || token === '[') {
      open.push({ keys: token === '{' ? new Set() : null, under: last });
      last = null;
    } else if (token === '}' || token === ']') {
      open.pop();
      last = null;
    } else if (colon !== undefined) {
      const key: string = JSON.parse(token.slice(0, token.length - colon.length));
      const keys = open.at(-1)?.keys;
      if (keys?.has(key)) found.push({ key, path: open.flatMap(({ under }) => under ?? []) });
      keys?.add(key);
      last = key;
    } else last = null;
  }
  return found;
}
