import type { JournalWriter } from '../model/journal.ts';
import type { GatewayContext } from './gateway-context.ts';

const TICK_MILLIS = 1000;
const MINUTE_MILLIS = 60_000;

/**
 * Starts the periodic work of the gateway. Once a second: a tick record in a city on the wall clock, so that city time
 * also advances when no device publishes. Once a minute: the audit of refusals, and retention up to the offset that all
 * readers have folded. Returns the function that ends it.
 */
export function startHousekeeping(
  context: GatewayContext,
  options: { readonly journal: JournalWriter; readonly foldedOffset: () => number | null },
): () => void {
  let isTickWaiting = false;
  let retainedTo = 0;

  function everySecond(): void {
    context.timeGate.expire();
    context.disk.update();
    // While the journal is blocked one waiting tick is enough.
    if (context.clock.kind === 'driven' || isTickWaiting) return;
    isTickWaiting = true;
    context.queue.add(context.stamp({ kind: 'tick' }), (error) => {
      isTickWaiting = false;
      if (!error) context.counters.ticks++;
    });
  }

  function everyMinute(): void {
    context.refusals.flush();
    // Called for what it forgets: `/readyz`, which shows the answer, may never be asked.
    context.identities.contested();
    const foldedOffset = options.foldedOffset();
    if (foldedOffset === null || foldedOffset === retainedTo) return;
    retainedTo = foldedOffset;
    options.journal
      .retain(foldedOffset)
      .catch((error: unknown) =>
        context.log.error({ err: error }, 'old messages could not be deleted; the next try is in a minute'),
      );
  }

  const ends = [context.timers.every(TICK_MILLIS, everySecond), context.timers.every(MINUTE_MILLIS, everyMinute)];
  return () => {
    for (const end of ends) end();
  };
}
