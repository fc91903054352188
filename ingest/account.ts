import type { FoldResult } from '../model/fold.ts';
import type { Rejected } from '../model/rejected.ts';
import type { AnalysedBatch } from './analyse.ts';
import type { Ledger } from './ledger.ts';
import type { Stage } from './stage.ts';

/** Stage account: enters the outcomes of the batch into the ledger, and makes the `FoldResult` of the batch. */
export function createAccount(ledger: Ledger): Stage<AnalysedBatch, FoldResult> {
  return {
    name: 'account',
    run: ({
      nextOffset,
      cityTime,
      readings,
      requalified,
      rejected,
      unmapped,
      states,
      alerts,
      effects,
      evidence,
      steps,
    }) => ({
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
      evidence,
    }),
    snapshot: () => ledger.snapshot(),
    restore: (snapshot) => ledger.restore(snapshot as ReturnType<Ledger['snapshot']>),
  };
}

/** Sorts by offset, then by stage (the sort is stable), so that the order does not depend on the batch boundaries. */
function inJournalOrder(rejected: readonly Rejected[]): readonly Rejected[] {
  return rejected.length < 2 ? rejected : [...rejected].sort((a, b) => a.offset - b.offset);
}
