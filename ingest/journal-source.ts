import { Observable, type OperatorFunction, Subject } from 'rxjs';
import type { JournalBatch } from '../model/journal-record.ts';

/** One batch is being consumed while the next one is read; more would only use memory. */
const MAX_IN_FLIGHT = 2;

/**
 * Runs batches through a pipeline with backpressure, which RxJS itself does not have: the next batch is read only when
 * fewer than `maxInFlight` are in flight.
 */
export function journalSource<Result extends { readonly nextOffset: number }>(
  batches: AsyncIterable<JournalBatch>,
  pipeline: OperatorFunction<JournalBatch, Result>,
  maxInFlight: number = MAX_IN_FLIGHT,
): Observable<Result> {
  return new Observable((subscriber) => {
    const iterator = batches[Symbol.asyncIterator]();
    const pulled$ = new Subject<JournalBatch>();
    /** End offsets of the batches in flight, in order. */
    const ends: number[] = [];
    let isPulling = false;
    let isOver = false;

    async function pull(): Promise<void> {
      if (isPulling) return;
      isPulling = true;
      try {
        while (!isOver && ends.length < maxInFlight) {
          const next = await iterator.next();
          if (isOver) break;
          if (next.done === true) {
            isOver = true;
            pulled$.complete();
          } else {
            ends.push(next.value.nextOffset);
            pulled$.next(next.value);
          }
        }
      } catch (error) {
        isOver = true;
        subscriber.error(error);
      } finally {
        isPulling = false;
      }
    }

    const subscription = pulled$.pipe(pipeline).subscribe({
      next(result) {
        // A batch may have several results; it is finished when its end offset is reached.
        while (ends.length > 0 && (ends[0] as number) <= result.nextOffset) ends.shift();
        subscriber.next(result);
        void pull();
      },
      error: (error: unknown) => subscriber.error(error),
      complete: () => subscriber.complete(),
    });
    void pull();

    return () => {
      isOver = true;
      subscription.unsubscribe();
      void iterator.return?.();
    };
  });
}
