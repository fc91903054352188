import type { Sink } from '../model/sink.ts';
import type { DeliverySink } from './delivery-sink.ts';

/**
 * A destination as the fold feeds it. Its feed begins where all is settled, or with the live fold when no cursor was found; never beyond
 * the live fold, for a cursor may have outlived the end of the journal: what was settled is recognised when it comes again.
 */
export function asSink(delivery: DeliverySink, live: { readonly foldedOffset: number }): Sink {
  /** What is taken waits in memory until it is settled, and need not come again. */
  let takenUpTo: number | null = null;
  const settledUpTo = () => (delivery.hasCursor ? delivery.nextOffset : live.foldedOffset);
  return {
    name: delivery.name,
    cursor: async () => takenUpTo ?? Math.min(settledUpTo(), live.foldedOffset),
    async take(results) {
      for (const result of results) {
        delivery.take(result);
        takenUpTo = result.nextOffset;
      }
    },
    caughtUp: (cityTime) => delivery.goLive(cityTime),
  };
}
