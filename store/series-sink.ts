import { type RefusedReading, type SeriesStore, StoreEmptiedError } from '../model/series-store.ts';
import { type Sink, SinkRewoundError } from '../model/sink.ts';

/** The series store behind the fold: readings, and readings whose quality was judged again. It skips what lies before its cursor. */
export function createSeriesSink(
  store: Pick<SeriesStore, 'write' | 'cursor'>,
  onRefused: (refused: readonly RefusedReading[]) => void,
): Sink {
  return {
    name: 'series',
    async cursor() {
      return (await store.cursor()) ?? 0;
    },
    async take(results) {
      const last = results.at(-1);
      if (last === undefined) return;
      try {
        const { refused } = await store.write({
          readings: results.length === 1 ? last.readings : results.flatMap(({ readings }) => readings),
          requalified: results.length === 1 ? last.requalified : results.flatMap(({ requalified }) => requalified),
          nextOffset: last.nextOffset,
        });
        if (refused.length > 0) onRefused(refused);
      } catch (error) {
        if (error instanceof StoreEmptiedError) throw new SinkRewoundError(error.message);
        throw error;
      }
    },
  };
}
