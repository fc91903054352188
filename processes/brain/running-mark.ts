import type { RunningMark, SwitchedKind } from '../../model/extension-health.ts';

/**
 * Layout of the shared memory as 32-bit words: number of the newest call; number of the running extension, 0 for none;
 * number of its place, 0 for everywhere. After them comes the journal offset as a 64-bit float.
 */
export const MARK_LAYOUT = { call: 0, extension: 1, place: 2 } as const;
const { call: CALL, extension: EXTENSION, place: PLACE } = MARK_LAYOUT;
const OFFSET_BYTE = 16;
const SHARED_BYTES = 24;

/** Maps a number in the shared memory to an extension or a place. */
export type MarkName =
  | { readonly table: 'extension'; readonly number: number; readonly kind: SwitchedKind; readonly id: string }
  | { readonly table: 'place'; readonly number: number; readonly place: string };

/**
 * Writes to shared memory which extension is running, so that another thread can read it when this one hangs. `onName`
 * is called with each new number before the number is first used.
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
        // It may overflow: it is only compared with its value of a moment ago.
        words[CALL] = (words[CALL] ?? 0) + 1;
      },
      end() {
        words[EXTENSION] = 0;
      },
    },
  };
}

/** Reads the running extension from the shared memory; null where none runs or its name was not received yet. */
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
