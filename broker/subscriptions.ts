import { matchesTelemetry } from './matches-telemetry.ts';
import type { Session } from './session.ts';

/** The subscription filters that were granted, by session. */
export interface Subscriptions {
  grant(session: Session, filter: string): void;
  withdraw(session: Session, filter: string): void;
  withdrawAll(session: Session): void;
  /** Whether some client has subscribed to what devices publish. Called for every message: a counter answers it. */
  hasTelemetrySubscriber(): boolean;
}

/** No subscriptions yet. */
export function createSubscriptions(): Subscriptions {
  let telemetryFilters = 0;
  function withdraw(session: Session, filter: string): void {
    if (session.filters.delete(filter) && matchesTelemetry(filter)) telemetryFilters--;
  }
  return {
    grant(session, filter) {
      if (session.filters.has(filter)) return;
      session.filters.add(filter);
      if (matchesTelemetry(filter)) telemetryFilters++;
    },
    withdraw,
    withdrawAll(session) {
      for (const filter of [...session.filters]) withdraw(session, filter);
    },
    hasTelemetrySubscriber: () => telemetryFilters > 0,
  };
}
