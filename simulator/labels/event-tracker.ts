import type { ScenarioLabels } from '../../model/ground-truth.ts';

/** An interval in which the true measure was at or above the limit for the minimum duration. */
export interface TrueEvent {
  readonly zoneId: string;
  readonly startAt: number;
  readonly endAt: number;
  readonly peak: number;
}

/** Follows the true measure in every zone; returns an event, if it lasted long enough, when it is over. */
export function createEventTracker({ least, leastMinutes }: Pick<ScenarioLabels, 'least' | 'leastMinutes'>): {
  observe(zoneId: string, at: number, measured: number): TrueEvent | null;
  /** Events that go on at the end of the run. */
  close(): readonly TrueEvent[];
} {
  const ongoing = new Map<string, TrueEvent>();
  const isLong = ({ startAt, endAt }: TrueEvent) => endAt - startAt >= leastMinutes * 60_000;
  return {
    observe(zoneId, at, measured) {
      const event = ongoing.get(zoneId);
      if (measured >= least) {
        const startAt = event?.startAt ?? at;
        ongoing.set(zoneId, { zoneId, startAt, endAt: at, peak: Math.max(measured, event?.peak ?? measured) });
        return null;
      }
      if (!event) return null;
      ongoing.delete(zoneId);
      return isLong(event) ? event : null;
    },
    close() {
      const left = [...ongoing.values()].filter(isLong);
      ongoing.clear();
      return left;
    },
  };
}
