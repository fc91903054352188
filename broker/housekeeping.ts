import type { JournalWriter } from '../model/journal.ts';
import type { Door } from './door.ts';

const TICK_MILLIS = 1000;
const MINUTE_MILLIS = 60_000;

/**
 * What the gateway does unasked: a tick each second of a city on the wall clock, so that time also passes when nobody speaks; once a
 * minute the audit of refusals, and retention up to where the brain has folded. Returns what ends it.
 */
export function startHousekeeping(
  door: Door,
  options: { readonly journal: JournalWriter; readonly foldedOffset: () => number | null },
): () => void {
  let isTickWaiting = false;
  let retainedTo = 0;

  function everySecond(): void {
    door.timeGate.expire();
    door.disk.look();
    // While the journal takes nothing one waiting tick is enough: it says how late it is by itself.
    if (door.clock.kind === 'driven' || isTickWaiting) return;
    isTickWaiting = true;
    door.queue.add(door.stamp({ kind: 'tick' }), (error) => {
      isTickWaiting = false;
      if (!error) door.counters.ticks++;
    });
  }

  function everyMinute(): void {
    door.refusals.flush();
    const foldedOffset = options.foldedOffset();
    if (foldedOffset === null || foldedOffset === retainedTo) return;
    retainedTo = foldedOffset;
    options.journal
      .retain(foldedOffset)
      .catch((error: unknown) => door.log.error({ err: error }, 'old messages could not be cut'));
  }

  const ends = [door.timers.every(TICK_MILLIS, everySecond), door.timers.every(MINUTE_MILLIS, everyMinute)];
  return () => {
    for (const end of ends) end();
  };
}
