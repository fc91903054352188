/** Between texts in quotation marks: words that are no JSON, though programs print them for numbers. */
const TOKENS = /"[^"\\]*(?:\\.[^"\\]*)*"|[+-]?\b(?:nan|inf(?:inity)?)\b/gi;

/**
 * Reads JSON as devices write it, where it is plain what they mean: NUL characters behind the end (texts of C), and
 * bare NaN or Infinity, which become texts, so that each is a fault of its own value only. Throws the SyntaxError of
 * `JSON.parse` otherwise.
 */
export function parseLenientJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const mended = text
      .replace(/[\0\s]+$/, '')
      .replace(TOKENS, (token) => (token.startsWith('"') ? token : JSON.stringify(token)));
    if (mended === text) throw error;
    return JSON.parse(mended);
  }
}
