import { readDecimal } from './read-decimal.ts';

/**
 * What a text from a URL or an environment variable means where a JSON Schema `type` is expected: a number or a
 * boolean; a text that means neither is returned as it is, for the schema to refuse. Strict on purpose: an empty text
 * is no zero, and `0x10` is no number.
 */
export function textAsScalar(text: string, type: string | undefined): string | number | boolean {
  if (type === 'boolean') return text === 'true' ? true : text === 'false' ? false : text;
  return type === 'string' ? text : (readDecimal(text) ?? text);
}
