import type { Sink } from '../model/sink.ts';
import type { DeliverySink } from './delivery-sink.ts';

/**
 * Adapts a delivery sink to the interface by which the fold feeds sinks. The cursor is the offset below which all is
 * settled, or that of the live fold when there is no cursor file. It is never after the live fold: the journal may have
 * lost its end after the cursor was written, and effects that were settled already are recognised.
 */
export function asSink(delivery: DeliverySink, live: { readonly foldedOffset: number }): Sink {
  /** Offset up to which effects were taken; they wait in memory until they are settled. */
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
