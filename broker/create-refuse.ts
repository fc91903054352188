import type { Logger } from 'pino';
import type { RegistryView } from '../model/registry-view.ts';
import type { GatewayCounters } from './counters.ts';
import { userOf } from './principal.ts';
import type { RefusalAudit } from './refusal-audit.ts';
import type { RefusalReason } from './refusal-reason.ts';
import type { Session } from './session.ts';

/**
 * Returns the function that records a refusal: in the counters at once, in the journal once a minute, under the device
 * id or the service name, or under the empty string where the client is not known.
 */
export function createRefuse(options: {
  readonly counters: GatewayCounters;
  readonly audit: RefusalAudit;
  readonly registry: RegistryView;
}): (session: Session, reason: RefusalReason, user?: string) => void {
  const { counters, audit, registry } = options;
  return (session, reason, user = '') => {
    counters.refused[reason]++;
    // A name from a failed login is recorded only if such a device exists: otherwise anybody could fill the journal
    // with invented names.
    const claimed = registry.devices.has(user) ? user : '';
    audit.add(session.principal ? userOf(session.principal) : claimed, reason);
  };
}

/** Logs the first refusal of a device and reason in a minute. */
export const logRefusal =
  (log: Logger) =>
  (deviceId: string, reason: RefusalReason): void =>
    log.warn(
      { device: deviceId === '' ? 'unknown' : deviceId, reason },
      'the gateway refused a connection, a publication or a subscription',
    );
