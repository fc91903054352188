import { ApiProblem } from './problem.ts';

/** The place of the last item of a page, in the order of its list, as an opaque text for a URL. */
export const cursorOf = (place: readonly (number | string)[]): string =>
  Buffer.from(JSON.stringify(place)).toString('base64url');

/**
 * The place that a cursor means: one whole number, then texts, so many in all. Throws a 400 for a text that is no such
 * cursor.
 */
export function placeOf(cursor: string, length: number): readonly [number, ...string[]] {
  const [first, ...rest] = listIn(Buffer.from(cursor, 'base64url').toString());
  const texts = rest.filter((each) => typeof each === 'string');
  if (typeof first === 'number' && Number.isSafeInteger(first) && rest.length === length - 1) {
    if (texts.length === rest.length) return [first, ...texts];
  }
  throw new ApiProblem(400, 'This is no cursor of this list: take `next` of the page before as it is.', 'cursor');
}

function listIn(text: string): readonly unknown[] {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
  }
}
