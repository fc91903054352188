import { Observable, type OperatorFunction, Subject } from 'rxjs';
import type { JournalBatch } from '../model/journal-record.ts';

/** One batch is being written, the next lies ready; more would only fill memory. */
const MAX_IN_FLIGHT = 2;

/**
 * Drives batches through a pipeline no faster than it finishes them. RxJS alone would pull as fast as the journal can
 * read, so the next batch is asked for only when fewer than `maxInFlight` are on their way.
 */
export function journalSource<Result extends { readonly nextOffset: number }>(
  batches: AsyncIterable<JournalBatch>,
  pipeline: OperatorFunction<JournalBatch, Result>,
  maxInFlight: number = MAX_IN_FLIGHT,
): Observable<Result> {
  return new Observable((subscriber) => {
    const iterator = batches[Symbol.asyncIterator]();
    const pulled$ = new Subject<JournalBatch>();
    /** Ends of the batches that are on their way, in order. */
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
        // A batch may come out in several results; it is through when its end is.
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
