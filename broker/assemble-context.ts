import { createAcknowledger } from './acknowledger.ts';
import { quoted } from './allowed-text.ts';
import { createCounters } from './counters.ts';
import { createRefuse, logRefusal } from './create-refuse.ts';
import { createDiskWatch } from './disk-watch.ts';
import { createDurableQueue } from './durable-queue.ts';
import type { GatewayContext } from './gateway-context.ts';
import type { GatewayOptions } from './gateway-options.ts';
import { createIdentities } from './identities.ts';
import { DEFAULT_LIMITS, DRIVEN_LIMITS } from './limits.ts';
import { createReadBackpressure } from './read-backpressure.ts';
import { createRefusalAudit } from './refusal-audit.ts';
import type { Session } from './session.ts';
import { createSessions } from './sessions.ts';
import { createStamp } from './stamp.ts';
import { createSubscriptions } from './subscriptions.ts';
import { createTimeGate } from './time-gate.ts';

const TWIN = 'two clients use one credential, or its network breaks; each client needs a credential of its own';

/** Creates the objects that the hooks of the gateway share. Opens no socket. */
export function assembleContext(options: GatewayOptions): GatewayContext {
  const { journal, log, clock, wallNow, authenticate, isOfCity, topicsOf, timers } = options;
  const { devices } = options.registry.view;
  const limits = { ...(options.clock.kind === 'driven' ? DRIVEN_LIMITS : DEFAULT_LIMITS), ...options.limits };
  const maxWaitMillis = limits.maxWaitSeconds * 1000;
  const counters = createCounters();
  const stamp = createStamp(clock, wallNow);
  const queue = createDurableQueue({
    journal,
    timers,
    maxWaitMillis,
    probe: () => stamp({ kind: 'tick' }),
    onBlocked: (detail) =>
      log.error({ detail }, 'the journal accepts no writes: nothing is acknowledged, devices keep their messages'),
    onRecovered: () => log.info('the journal accepts writes again'),
    onDecrease: () => readBackpressure.update(),
  });
  const { maxPendingBytes } = limits;
  const readBackpressure = createReadBackpressure({
    pendingBytes: () => queue.pendingBytes,
    maxPendingBytes,
    onHoldBack() {
      counters.brakes++;
      log.warn({ maxPendingBytes }, 'the limit of bytes waiting for the disk is reached: devices are slowed');
    },
  });
  const refusals = createRefusalAudit({
    write: ({ deviceId, reason, detail }, count) =>
      queue.add(stamp({ kind: 'refusal', deviceId, reason, detail, count }), () => {}, { expires: false }),
    onFirst: logRefusal(log),
  });
  const refuse = createRefuse({ counters, audit: refusals, registry: options.registry.view });
  const onSlowed = (session: Session, holder: Session): void => {
    counters.takeoversSlowed++;
    const { identity, address } = session;
    refuse(
      session,
      'identity-contested',
      `${quoted(identity)} from ${address} waits behind ${holder.address}: ${TWIN}`,
    );
  };
  return {
    limits,
    clock,
    wallNow,
    stamp,
    timers,
    queue,
    readBackpressure,
    disk: createDiskWatch({
      ...limits,
      usedShare: () => journal.health().usedShare,
      trouble: () => journal.health().diskTrouble ?? null,
      log,
    }),
    acknowledger: createAcknowledger(),
    counters,
    log,
    authenticate,
    isOfCity,
    topicsOf,
    bridgeOf: (deviceId) => devices.get(deviceId)?.bridge,
    devicesBehind: (name) => devices.values().reduce((count, { bridge }) => count + (bridge === name ? 1 : 0), 0),
    refusals,
    timeGate: createTimeGate({ isOpen: clock.now() !== null, timers, maxWaitMillis }),
    identities: createIdentities({ timers, limits, onSlowed }),
    subscriptions: createSubscriptions(),
    sessions: createSessions(),
    refuse,
  };
}
