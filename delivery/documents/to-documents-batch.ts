import type { DocumentsBatch } from '../../model/documents-batch.ts';
import type { FoldResult } from '../../model/fold.ts';

/**
 * Merges consecutive results into one batch for the documents: of each alert, ledger entry, zone state and unmapped
 * channel only the newest, all evidence, and all rejected messages from offset `from` on (earlier ones are committed
 * already).
 */
export function toDocumentsBatch(results: readonly FoldResult[], from: number): DocumentsBatch {
  const last = results.at(-1);
  if (last === undefined) throw new RangeError('there is at least one result');
  return {
    nextOffset: last.nextOffset,
    cityTime: last.cityTime,
    alerts: newest(
      results.flatMap(({ alerts }) => alerts),
      ({ id }) => id,
    ),
    evidence: results.flatMap(({ evidence }) => evidence),
    rejected: results.flatMap(({ rejected }) => rejected.filter(({ offset }) => offset >= from)),
    unmapped: newest(
      results.flatMap(({ unmapped }) => unmapped),
      ({ deviceId, channel }) => `${deviceId}\n${channel}`,
    ),
    ledger: newest(
      results.flatMap(({ ledger }) => ledger),
      ({ deviceId }) => deviceId,
    ),
    states: newest(
      results.flatMap(({ states }) => states),
      ({ zoneId, property }) => `${zoneId}\n${property}`,
    ),
  };
}

/** The last of each key. */
const newest = <Item>(items: readonly Item[], keyOf: (item: Item) => string): readonly Item[] => [
  ...new Map(items.map((item) => [keyOf(item), item])).values(),
];
