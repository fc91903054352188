import type { RefusalReason } from '../model/refusal-reason.ts';
import { isFilterFaulty } from './is-filter-faulty.ts';
import type { Principal, ServiceName } from './principal.ts';
import { ALERTS_ROOT, commandsRoot, NOTICES_ROOT } from './topics.ts';

/**
 * Why `principal` may not subscribe to `filter`; null when it may. A device may subscribe to its own commands; an
 * operator and the flows to alerts and notices; the brain to alerts, to clear retained ones that are no longer active;
 * the clock and a bridge to nothing. `$SYS` (it would disclose every client id) and `$share` are denied to all.
 */
export function subscribeRefusal(principal: Principal, filter: string, maxTopicBytes: number): RefusalReason | null {
  if (isFilterFaulty(filter, maxTopicBytes)) return 'topic-invalid';
  const isOwn = allowedRoots(principal).some((root) => filter.startsWith(root) && filter.length > root.length);
  return isOwn ? null : 'subscription-not-own';
}

const ROOTS_OF_SERVICES: Readonly<Record<ServiceName, readonly string[]>> = {
  brain: [ALERTS_ROOT],
  clock: [],
  operator: [ALERTS_ROOT, NOTICES_ROOT],
  flows: [ALERTS_ROOT, NOTICES_ROOT],
};

/** Below which topics a principal may subscribe. */
export function allowedRoots(principal: Principal): readonly string[] {
  if (principal.role === 'bridge') return [];
  return principal.role === 'device' ? [commandsRoot(principal.deviceId)] : ROOTS_OF_SERVICES[principal.name];
}
