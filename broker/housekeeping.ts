import type { JournalWriter } from '../model/journal.ts';
import type { GatewayContext } from './gateway-context.ts';

const TICK_MILLIS = 1000;
const MINUTE_MILLIS = 60_000;

/**
 * What the gateway does unasked: a tick each second of a city on the wall clock, so that time also passes when nobody speaks; once a
 * minute the audit of refusals, and retention up to where the brain has folded. Returns what ends it.
 */
export function startHousekeeping(
  context: GatewayContext,
  options: { readonly journal: JournalWriter; readonly foldedOffset: () => number | null },
): () => void {
  let isTickWaiting = false;
  let retainedTo = 0;

  function everySecond(): void {
    context.timeGate.expire();
    context.disk.look();
    // While the journal takes nothing one waiting tick is enough: it says how late it is by itself.
    if (context.clock.kind === 'driven' || isTickWaiting) return;
    isTickWaiting = true;
    context.queue.add(context.stamp({ kind: 'tick' }), (error) => {
      isTickWaiting = false;
      if (!error) context.counters.ticks++;
    });
  }

  function everyMinute(): void {
    context.refusals.flush();
    const foldedOffset = options.foldedOffset();
    if (foldedOffset === null || foldedOffset === retainedTo) return;
    retainedTo = foldedOffset;
    options.journal
      .retain(foldedOffset)
      .catch((error: unknown) => context.log.error({ err: error }, 'old messages could not be cut'));
  }

  const ends = [context.timers.every(TICK_MILLIS, everySecond), context.timers.every(MINUTE_MILLIS, everyMinute)];
  return () => {
    for (const end of ends) end();
  };
}
