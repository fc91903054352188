import type { Logger } from 'pino';
import type { RefusalReason } from '../model/refusal-reason.ts';
import type { RegistryView } from '../model/registry-view.ts';
import type { GatewayCounters } from './counters.ts';
import { userOf } from './principal.ts';
import type { Refusal, RefusalAudit } from './refusal-audit.ts';
import type { Session } from './session.ts';

/** Who was refused; of a connection without a session both are null. */
export type Refused = Pick<Session, 'principal' | 'secret' | 'address'>;

/**
 * Records a refusal: in the counters at once, in the journal once a minute, under the device id or the name of service
 * or bridge, or under the empty string where the client is not known. `detail` says for a person which topic, filter or
 * id it was, and what would be allowed; `user` is the unverified user name of a client without a principal.
 */
export type Refuse = (refused: Refused, reason: RefusalReason, detail: string, user?: string) => void;

/** Returns the function that records a refusal. */
export function createRefuse(options: {
  readonly counters: GatewayCounters;
  readonly audit: RefusalAudit;
  readonly registry: RegistryView;
}): Refuse {
  const { counters, audit, registry } = options;
  return ({ principal, secret, address }, reason, detail, user = '') => {
    counters.refused[reason]++;
    // A name from a failed login is recorded only if such a device exists: otherwise anybody could fill the journal
    // with invented names.
    const claimed = registry.devices.has(user) ? user : '';
    // Its topic or filter could contain the token, which must not be in the journal or a log.
    const safe = secret ? detail.replaceAll(secret.text, '*'.repeat(secret.text.length)) : detail;
    audit.add({ deviceId: principal ? userOf(principal) : claimed, reason, detail: safe, address });
  };
}

/** Logs the first refusal of a device and reason in a minute. */
export const logRefusal =
  (log: Logger) =>
  ({ deviceId, reason, detail, address }: Refusal): void =>
    log.warn(
      { device: deviceId === '' ? 'unknown' : deviceId, reason, detail, address },
      'the gateway refused a connection, a publication or a subscription',
    );
