import { from, lastValueFrom, tap } from 'rxjs';
import type { JournalBatch } from '../../model/journal-record.ts';
import type { FoldOutput, FoldUnderTest } from './fold-under-test.ts';

/** Plays batches through a fold, each one when the result of the one before has been taken. */
export async function playFold(
  { operator }: Pick<FoldUnderTest, 'operator'>,
  batches: Iterable<JournalBatch>,
  take: (output: FoldOutput) => void,
): Promise<void> {
  let folded = 0;
  let wake = (): void => {};
  async function* paced(): AsyncGenerator<JournalBatch> {
    for (const batch of batches) {
      yield batch;
      while (folded < batch.nextOffset) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    }
  }
  const results = from(paced()).pipe(
    operator,
    tap((output) => {
      folded = output.nextOffset;
      take(output);
      wake();
    }),
  );
  await lastValueFrom(results, { defaultValue: null });
}
