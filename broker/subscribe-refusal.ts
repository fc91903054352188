import { isFilterFaulty } from './is-filter-faulty.ts';
import type { Principal, ServiceName } from './principal.ts';
import type { RefusalReason } from './refusal-reason.ts';
import { ALERTS_ROOT, commandsRoot, NOTICES_ROOT } from './topics.ts';

/**
 * Why `principal` may not subscribe to `filter`; null when it may. A device hears only its own commands, an operator alerts and
 * notices, the flows the same, the brain only alerts, of which it clears what is retained and no longer active, the clock nothing;
 * `$SYS` (it would tell every client id) and `$share` are nobody's.
 */
export function subscribeRefusal(principal: Principal, filter: string, maxTopicBytes: number): RefusalReason | null {
  if (isFilterFaulty(filter, maxTopicBytes)) return 'topic-invalid';
  const isOwn = rootsHeardBy(principal).some((root) => filter.startsWith(root) && filter.length > root.length);
  return isOwn ? null : 'subscription-not-own';
}

const HEARD_BY_SERVICES: Readonly<Record<ServiceName, readonly string[]>> = {
  brain: [ALERTS_ROOT],
  clock: [],
  operator: [ALERTS_ROOT, NOTICES_ROOT],
  flows: [ALERTS_ROOT, NOTICES_ROOT],
};

const rootsHeardBy = (principal: Principal): readonly string[] =>
  principal.role === 'device' ? [commandsRoot(principal.deviceId)] : HEARD_BY_SERVICES[principal.name];
