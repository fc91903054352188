import { inPieces } from './in-pieces.ts';

/** The JSON text of a document with a long list at `key`, in pieces; the list stands first. */
export async function* documentText(
  document: Readonly<Record<string, unknown>>,
  key: string,
  items: readonly unknown[],
): AsyncGenerator<string> {
  const { [key]: _, ...rest } = document;
  yield `{${JSON.stringify(key)}:[`;
  yield* inPieces(items, (item, at) => (at === 0 ? '' : ',') + JSON.stringify(item));
  const others = JSON.stringify(rest).slice(1);
  yield others === '}' ? ']}' : `],${others}`;
}
