import { setImmediate as nextTurn } from 'node:timers/promises';

/** Characters of one piece; between two, other requests have their turn. */
const PIECE_CHARACTERS = 64 * 1024;

/** The texts of items, joined into pieces. */
export async function* inPieces(
  items: readonly unknown[],
  textOf: (item: unknown, index: number) => string,
): AsyncGenerator<string> {
  let piece = '';
  for (const [index, item] of items.entries()) {
    piece += textOf(item, index);
    if (piece.length < PIECE_CHARACTERS) continue;
    yield piece;
    piece = '';
    await nextTurn();
  }
  if (piece !== '') yield piece;
}
