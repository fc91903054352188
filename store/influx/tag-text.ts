// What line protocol cannot carry (backslash, line ends and other control characters), and the quote that would end a
// text in a query.
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const UNSAFE = /[\u0000-\u001f\u007f\\'%]/g;
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const UNSAFE_ONE = /[\u0000-\u001f\u007f\\']/;
const EMPTY = '%';

/**
 * A name as a tag's text: everything as it is, but for what is percent-encoded, and `%` itself. An empty name is a lone
 * `%`.
 */
export function encodeTag(name: string): string {
  if (name === '') return EMPTY;
  return name.replace(UNSAFE, (unsafe) => `%${unsafe.charCodeAt(0).toString(16).padStart(2, '0').toUpperCase()}`);
}

/** The name that a tag's text stands for. */
export function decodeTag(text: string): string {
  if (text === EMPTY) return '';
  return text.replace(/%([0-9A-F]{2})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}

/**
 * A name as a text in a query: encoded, it holds neither a quote nor a backslash nor a line end, so nothing in it can
 * end the text. Bound parameters would do in 1.x, but the generations do not agree on them.
 */
export function quoteTag(name: string): string {
  const text = encodeTag(name);
  if (UNSAFE_ONE.test(text)) throw new Error('a text for a query is not encoded');
  return `'${text}'`;
}
