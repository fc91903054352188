import type { FoldResult } from '../model/fold.ts';

/**
 * Merges the results of consecutive micro-batches into the result that one large batch would have had: lists are
 * concatenated, and of totals and revisions the last one is kept. Throws for an empty list.
 */
export function joinResults(results: readonly FoldResult[]): FoldResult {
  const last = results.at(-1);
  if (last === undefined) throw new Error('there are no results to join');
  if (results.length === 1) return last;
  const all = <Item>(list: (result: FoldResult) => readonly Item[]) => results.flatMap(list);
  return {
    nextOffset: last.nextOffset,
    cityTime: last.cityTime,
    readings: all(({ readings }) => readings),
    requalified: all(({ requalified }) => requalified),
    rejected: all(({ rejected }) => rejected),
    effects: all(({ effects }) => effects),
    evidence: all(({ evidence }) => evidence),
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
  };
}

/** The last item of each key. */
function newest<Item>(items: readonly Item[], keyOf: (item: Item) => string): readonly Item[] {
  return [...new Map(items.map((item) => [keyOf(item), item])).values()];
}
