import type { FoldResult } from '../model/fold.ts';
import type { Rejected } from '../model/rejected.ts';
import type { AnalysedBatch } from './analyse.ts';
import type { Step } from './batch.ts';
import type { Ledger } from './ledger.ts';
import type { Stage } from './stage.ts';

/** A result with the steps that led to it, for the ledger's column "in flight". */
export interface AccountedResult {
  readonly result: FoldResult;
  readonly steps: readonly Step[];
}

/** Account: enters the batch in the books and closes it into a result. */
export function createAccount(ledger: Ledger): Stage<AnalysedBatch, AccountedResult> {
  return {
    name: 'account',
    run: ({ nextOffset, cityTime, readings, requalified, rejected, unmapped, states, alerts, effects, steps }) => ({
      result: {
        nextOffset,
        cityTime,
        readings,
        requalified,
        rejected: inJournalOrder(rejected),
        unmapped,
        ledger: ledger.enter(steps),
        states,
        alerts,
        effects,
      },
      // Without their values, which would live as long as the write.
      steps: steps.map(({ record, tally }) => ({ record, tally })),
    }),
    snapshot: () => ledger.snapshot(),
    restore: (snapshot) => ledger.restore(snapshot as ReturnType<Ledger['snapshot']>),
  };
}

/** By offset and then by stage (sorting is stable): the order that any cut of the journal gives. */
function inJournalOrder(rejected: readonly Rejected[]): readonly Rejected[] {
  return rejected.length < 2 ? rejected : [...rejected].sort((a, b) => a.offset - b.offset);
}
