import type { FoldResult } from '../model/fold.ts';
import type { Rejected } from '../model/rejected.ts';
import type { AnalysedBatch } from './analyse.ts';
import type { Ledger } from './ledger.ts';
import type { Stage } from './stage.ts';

/** Account: enters the batch in the books and closes it into a result. */
export function createAccount(ledger: Ledger): Stage<AnalysedBatch, FoldResult> {
  return {
    name: 'account',
    run: ({ nextOffset, cityTime, readings, requalified, rejected, unmapped, states, alerts, effects, steps }) => ({
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
    }),
    snapshot: () => ledger.snapshot(),
    restore: (snapshot) => ledger.restore(snapshot as ReturnType<Ledger['snapshot']>),
  };
}

/** By offset and then by stage (sorting is stable): the order that any cut of the journal gives. */
function inJournalOrder(rejected: readonly Rejected[]): readonly Rejected[] {
  return rejected.length < 2 ? rejected : [...rejected].sort((a, b) => a.offset - b.offset);
}
