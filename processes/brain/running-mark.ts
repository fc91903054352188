import type { RunningMark, SwitchedKind } from '../../model/extension-health.ts';

/**
 * Words of the shared memory: number of the newest call; number of the extension that runs, 0 for none; number of its place, 0 for everywhere.
 * Behind them stands the journal offset as a double.
 */
export const MARK_LAYOUT = { call: 0, extension: 1, place: 2 } as const;
const { call: CALL, extension: EXTENSION, place: PLACE } = MARK_LAYOUT;
const OFFSET_BYTE = 16;
const SHARED_BYTES = 24;

/** What a number in the shared memory stands for. */
export type MarkName =
  | { readonly table: 'extension'; readonly number: number; readonly kind: SwitchedKind; readonly id: string }
  | { readonly table: 'place'; readonly number: number; readonly place: string };

/**
 * Writes down in shared memory which extension runs, for another thread to read when this one does nothing else any more. `onName` is told of
 * each number before it is used first. A few writes a call.
 */
export function createRunningMark(onName: (name: MarkName) => void): {
  readonly mark: RunningMark;
  readonly shared: SharedArrayBuffer;
} {
  const shared = new SharedArrayBuffer(SHARED_BYTES);
  const words = new Int32Array(shared);
  const offsets = new Float64Array(shared, OFFSET_BYTE);
  const extensions: Readonly<Record<SwitchedKind, Map<string, number>>> = { scenario: new Map(), dialect: new Map() };
  const places = new Map<string, number>();
  let lastExtension = 0;

  function numberExtension(kind: SwitchedKind, id: string): number {
    lastExtension += 1;
    extensions[kind].set(id, lastExtension);
    onName({ table: 'extension', number: lastExtension, kind, id });
    return lastExtension;
  }

  function numberPlace(place: string): number {
    const number = places.size + 1;
    places.set(place, number);
    onName({ table: 'place', number, place });
    return number;
  }

  return {
    shared,
    mark: {
      begin(kind, id, place, offset) {
        offsets[0] = offset;
        words[PLACE] = place === null ? 0 : (places.get(place) ?? numberPlace(place));
        words[EXTENSION] = extensions[kind].get(id) ?? numberExtension(kind, id);
        // Wraps around: only whether it is the same as a moment ago is ever asked.
        words[CALL] = (words[CALL] ?? 0) + 1;
      },
      end() {
        words[EXTENSION] = 0;
      },
    },
  };
}

/** The extension that runs, as the memory and the names told so far say; null: none, or not known. */
export function readMark(
  shared: SharedArrayBuffer,
  names: readonly MarkName[],
): { readonly kind: SwitchedKind; readonly id: string; readonly place: string | null; readonly offset: number } | null {
  const words = new Int32Array(shared);
  const offset = new Float64Array(shared, OFFSET_BYTE)[0];
  const extensionNumber = Atomics.load(words, EXTENSION);
  const placeNumber = Atomics.load(words, PLACE);
  const extension = names.find((name) => name.table === 'extension' && name.number === extensionNumber);
  const place = names.find((name) => name.table === 'place' && name.number === placeNumber);
  if (extension?.table !== 'extension' || offset === undefined) return null;
  const { kind, id } = extension;
  if (placeNumber === 0) return { kind, id, place: null, offset };
  return place?.table === 'place' ? { kind, id, place: place.place, offset } : null;
}
