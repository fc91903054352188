import { concatMap, type OperatorFunction } from 'rxjs';
import type { FoldResult } from '../model/fold.ts';
import type { Rejected } from '../model/rejected.ts';
import type { RefusedReading } from '../model/series-store.ts';
import type { AccountedResult } from './account.ts';
import type { Step } from './batch.ts';
import type { Ledger } from './ledger.ts';

/** Writes a result where it is to last; resolves when it does, with the readings that the store will never take. */
export type Write = (result: FoldResult) => Promise<readonly RefusedReading[]>;

/** The last stage, and the batch that it is writing now. */
export interface Store {
  readonly operator: OperatorFunction<AccountedResult, FoldResult>;
  /** What is computed and not yet written. */
  inFlight(): readonly Step[];
}

/**
 * Store: one awaited write at a time. A failed one ends the stream, so that nothing after it can be written before it.
 * What the store refuses moves in the books from stored to rejected, before anybody is told of the result.
 */
export function createStore(write: Write, ledger: Ledger): Store {
  let writing: readonly Step[] = [];
  return {
    operator: concatMap(async ({ result, steps }) => {
      writing = steps;
      const refused = await write(result);
      const books = refused.length === 0 ? [] : ledger.refuse(refused.map(({ reading }) => reading));
      writing = [];
      return refused.length === 0 ? result : withRefused(result, refused, steps, books);
    }),
    inFlight: () => writing,
  };
}

function withRefused(
  result: FoldResult,
  refused: readonly RefusedReading[],
  steps: readonly Step[],
  books: FoldResult['ledger'],
): FoldResult {
  const topics = new Map(
    steps.flatMap(({ record }) => (record.kind === 'publication' ? [[record.offset, record.topic] as const] : [])),
  );
  const setAside = refused.map(({ reading, detail }): Rejected => {
    const { offset, deviceId, receivedAt, channel } = reading;
    return {
      offset,
      deviceId,
      topic: topics.get(offset) ?? '',
      receivedAt,
      channel,
      reason: 'refused-by-store',
      detail,
    };
  });
  const newest = new Map([...result.ledger, ...books].map((entry) => [entry.deviceId, entry]));
  return { ...result, rejected: [...result.rejected, ...setAside], ledger: [...newest.values()] };
}
