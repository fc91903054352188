import { concatMap, type OperatorFunction } from 'rxjs';
import type { FoldResult } from '../model/fold.ts';
import type { AccountedResult } from './account.ts';
import type { Step } from './batch.ts';

/** Writes a result where it is to last; resolves when it does. */
export type Write = (result: FoldResult) => Promise<void>;

/** The last stage, and the batch that it is writing now. */
export interface Store {
  readonly operator: OperatorFunction<AccountedResult, FoldResult>;
  /** What is computed and not yet written. */
  inFlight(): readonly Step[];
}

/** Store: one awaited write at a time. A failed one ends the stream, so that nothing after it can be written before it. */
export function createStore(write: Write): Store {
  let writing: readonly Step[] = [];
  return {
    operator: concatMap(async ({ result, steps }) => {
      writing = steps;
      await write(result);
      writing = [];
      return result;
    }),
    inFlight: () => writing,
  };
}
