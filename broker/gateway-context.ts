import type { Logger } from 'pino';
import type { Timers } from '../model/timers.ts';
import type { Acknowledger } from './acknowledger.ts';
import type { CityClock } from './city-clock.ts';
import type { GatewayCounters } from './counters.ts';
import type { Refuse } from './create-refuse.ts';
import type { DiskWatch } from './disk-watch.ts';
import type { DurableQueue } from './durable-queue.ts';
import type { Identities } from './identities.ts';
import type { GatewayLimits } from './limits.ts';
import type { Principal } from './principal.ts';
import type { ReadBackpressure } from './read-backpressure.ts';
import type { RefusalAudit } from './refusal-audit.ts';
import type { Sessions } from './sessions.ts';
import type { Stamp } from './stamp.ts';
import type { Subscriptions } from './subscriptions.ts';
import type { TimeGate } from './time-gate.ts';

/** What the hooks of the gateway share; created once by `assembleContext`. */
export interface GatewayContext {
  readonly limits: GatewayLimits;
  readonly clock: CityClock;
  readonly wallNow: () => number;
  readonly stamp: Stamp;
  readonly timers: Timers;
  readonly queue: DurableQueue;
  readonly disk: DiskWatch;
  readonly readBackpressure: ReadBackpressure;
  readonly acknowledger: Acknowledger;
  readonly timeGate: TimeGate;
  readonly identities: Identities;
  readonly subscriptions: Subscriptions;
  readonly counters: GatewayCounters;
  readonly log: Logger;
  readonly topicsOf: (deviceId: string) => readonly string[];
  /** The bridge that may bring the messages of a device; undefined: none, or there is no such device. */
  readonly bridgeOf: (deviceId: string) => string | undefined;
  /** Number of devices whose messages a bridge may bring. */
  readonly devicesBehind: (bridge: string) => number;
  readonly authenticate: (user: string, token: string) => Principal | null;
  /** Whether the city, as it was when it last started, has a device, a bridge or a service of that name. */
  readonly isOfCity: (user: string) => boolean;
  readonly sessions: Sessions;
  readonly refusals: RefusalAudit;
  readonly refuse: Refuse;
}
