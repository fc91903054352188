import type { JournalReader } from '../model/journal.ts';
import type { AmendmentRecord } from '../model/journal-record.ts';
import type { SkippedRange } from '../model/skipped-range.ts';

/** What the series store is never given, as the journal's amendments say. */
export interface SkippedRanges {
  /** In the order in which it was decided. */
  readonly all: readonly SkippedRange[];
  /**
   * Where a store goes on that has everything below `offset`: behind the ranges that begin there or that it stands
   * in.
   */
  behind(offset: number): number;
  /** Whether the readings of the record at `offset` are skipped. */
  has(offset: number): boolean;
  /** An amendment of another kind changes nothing, nor does the same one again. */
  note(record: AmendmentRecord): void;
}

/** Those of the journal below `until`; later ones are noted. */
export async function readSkippedRanges(
  reader: Pick<JournalReader, 'read'>,
  until: number = Number.MAX_SAFE_INTEGER,
): Promise<SkippedRanges> {
  const ranges = createSkippedRanges();
  for await (const { records } of reader.read({ from: 0, until, kinds: 'lasting' })) {
    for (const record of records) if (record.kind === 'amendment') ranges.note(record);
  }
  return ranges;
}

/** None yet. */
export function createSkippedRanges(): SkippedRanges {
  const all: SkippedRange[] = [];
  const known = new Set<string>();
  let end = 0;
  const around = (offset: number) =>
    // Nearly every offset lies behind all of them.
    offset < end ? all.find(({ fromOffset, untilOffset }) => offset >= fromOffset && offset < untilOffset) : undefined;

  return {
    all,
    behind(offset) {
      let next = offset;
      for (let range = around(next); range !== undefined; range = around(next)) next = range.untilOffset;
      return next;
    },
    has: (offset) => around(offset) !== undefined,
    note({ amendmentId, fromOffset, untilOffset, amendment, receivedAt: decidedAt }) {
      if (amendment.type !== 'series-skipped' || untilOffset === null || known.has(amendmentId)) return;
      known.add(amendmentId);
      all.push({ fromOffset, untilOffset, decidedAt, reason: amendment.reason });
      end = Math.max(end, untilOffset);
    },
  };
}
