import type { Logger } from 'pino';
import type { RegistryView } from '../model/registry-view.ts';
import type { GatewayCounters } from './counters.ts';
import { userOf } from './principal.ts';
import type { RefusalBook } from './refusal-book.ts';
import type { RefusalReason } from './refusal-reason.ts';
import type { Session } from './session.ts';

/** Notes a refusal: counted at once, in the journal once a minute, under the device's id, the service's name, or nobody's. */
export function createRefuse(options: {
  readonly counters: GatewayCounters;
  readonly book: RefusalBook;
  readonly registry: RegistryView;
}): (session: Session, reason: RefusalReason, user?: string) => void {
  const { counters, book, registry } = options;
  return (session, reason, user = '') => {
    counters.refused[reason]++;
    // A claimed name is only written down where such a device exists: else a stranger could fill the journal with names.
    const claimed = registry.devices.has(user) ? user : '';
    book.add(session.principal ? userOf(session.principal) : claimed, reason);
  };
}

/** The line that a person sees for the first refusal of its kind in a minute. */
export const logRefusal =
  (log: Logger) =>
  (deviceId: string, reason: RefusalReason): void =>
    log.warn({ device: deviceId === '' ? 'unknown' : deviceId, reason }, 'refused at the context');
