import type { AlertBook } from './alert-book.ts';

/** Marks the active alerts of a scenario that was switched: nothing clears or eases them while it is off, and people must know. */
export function markUnwatched(
  book: AlertBook,
  scenarioId: string,
  now: {
    readonly isWatching: (scenarioId: string, zoneId: string) => boolean;
    /** City time. */
    readonly at: number;
    /** Why it is off; null: nobody said. */
    readonly why: string | null;
  },
): void {
  for (const alert of book.active()) {
    if (alert.scenarioId !== scenarioId) continue;
    const isWatched = now.isWatching(scenarioId, alert.zoneId);
    if (isWatched === (alert.isUnwatched === undefined)) continue;
    const reason = isWatched ? 'watched again' : `not watched: ${now.why ?? 'switched off'}`;
    book.change(alert, { at: now.at, change: 'amended', reason, isWatched });
  }
}
