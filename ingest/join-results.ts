import type { FoldResult } from '../model/fold.ts';
import type { AccountedResult } from './account.ts';

/** One result out of those of all pieces of a part, as if the part had gone through the stages whole. */
export function joinResults(pieces: readonly AccountedResult[]): AccountedResult {
  const last = pieces.at(-1);
  if (last === undefined) throw new Error('a part has at least one piece');
  if (pieces.length === 1) return last;
  const results = pieces.map(({ result }) => result);
  const all = <Item>(list: (result: FoldResult) => readonly Item[]) => results.flatMap(list);
  return {
    result: {
      nextOffset: last.result.nextOffset,
      cityTime: last.result.cityTime,
      readings: all(({ readings }) => readings),
      requalified: all(({ requalified }) => requalified),
      rejected: all(({ rejected }) => rejected),
      effects: all(({ effects }) => effects),
      unmapped: newest(
        all(({ unmapped }) => unmapped),
        ({ deviceId, channel }) => JSON.stringify([deviceId, channel]),
      ),
      ledger: newest(
        all(({ ledger }) => ledger),
        ({ deviceId }) => deviceId,
      ),
      states: newest(
        all(({ states }) => states),
        ({ zoneId, property }) => JSON.stringify([zoneId, property]),
      ),
      alerts: newest(
        all(({ alerts }) => alerts),
        ({ id }) => id,
      ),
    },
    steps: pieces.flatMap(({ steps }) => steps),
  };
}

/** The last of each key. */
function newest<Item>(items: readonly Item[], keyOf: (item: Item) => string): readonly Item[] {
  return [...new Map(items.map((item) => [keyOf(item), item])).values()];
}
