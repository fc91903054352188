import { hearsTelemetry } from './hears-telemetry.ts';
import type { Session } from './session.ts';

/** Which filters were granted to whom. */
export interface Subscriptions {
  grant(session: Session, filter: string): void;
  withdraw(session: Session, filter: string): void;
  withdrawAll(session: Session): void;
  /** Whether somebody subscribed to what devices say; asked for every message, so it is counted, not searched. */
  isTelemetryHeard(): boolean;
}

/** Empty. */
export function createSubscriptions(): Subscriptions {
  let hearing = 0;
  function withdraw(session: Session, filter: string): void {
    if (session.filters.delete(filter) && hearsTelemetry(filter)) hearing--;
  }
  return {
    grant(session, filter) {
      if (session.filters.has(filter)) return;
      session.filters.add(filter);
      if (hearsTelemetry(filter)) hearing++;
    },
    withdraw,
    withdrawAll(session) {
      for (const filter of [...session.filters]) withdraw(session, filter);
    },
    isTelemetryHeard: () => hearing > 0,
  };
}
