import type { RowOutcome } from './row-reader.ts';

/**
 * Counts of rows and cells: `rows.read = published + empty + unreadable`, `values.found = sent + missing + notANumber`.
 */
export interface ReplayCounts {
  readonly rows: {
    readonly read: number;
    readonly published: number;
    readonly empty: number;
    readonly unreadable: number;
  };
  /** Mapped cells of rows that could be read. */
  readonly values: {
    readonly found: number;
    readonly sent: number;
    readonly missing: number;
    readonly notANumber: number;
  };
  /** Messages; a row becomes one for each of its devices that has a value. */
  readonly messages: number;
  /** Rows whose civil time occurs twice (the first is taken), or never (moved on by the gap). */
  readonly times: { readonly repeated: number; readonly shifted: number };
  readonly clockTicks: number;
}

export const NO_COUNTS: ReplayCounts = Object.freeze({
  rows: { read: 0, published: 0, empty: 0, unreadable: 0 },
  values: { found: 0, sent: 0, missing: 0, notANumber: 0 },
  messages: 0,
  times: { repeated: 0, shifted: 0 },
  clockTicks: 0,
});

/** The counts with one more row. */
export function countRow(counts: ReplayCounts, outcome: RowOutcome): ReplayCounts {
  const rows = { ...counts.rows, read: counts.rows.read + 1, [outcome.kind]: counts.rows[outcome.kind] + 1 };
  if (outcome.kind === 'unreadable') return { ...counts, rows };
  const { sent, missing, notANumber } = outcome;
  const { values, times } = counts;
  return {
    ...counts,
    rows,
    values: {
      found: values.found + sent + missing + notANumber,
      sent: values.sent + sent,
      missing: values.missing + missing,
      notANumber: values.notANumber + notANumber,
    },
    messages: counts.messages + outcome.messages.length,
    times: {
      repeated: times.repeated + Number(outcome.time.kind === 'repeated'),
      shifted: times.shifted + Number(outcome.time.kind === 'shifted'),
    },
  };
}
