import { isFilterFaulty } from './is-filter-faulty.ts';
import type { Principal } from './principal.ts';
import type { RefusalReason } from './refusal-reason.ts';
import { ALERTS_ROOT, commandsRoot } from './topics.ts';

/**
 * Why `principal` may not subscribe to `filter`; null when it may. A device hears only its own commands, an operator only alerts,
 * and so does the brain, which clears what is retained and no longer active;
 * `$SYS` (it would tell every client id) and `$share` are nobody's.
 */
export function subscribeRefusal(principal: Principal, filter: string, maxTopicBytes: number): RefusalReason | null {
  if (isFilterFaulty(filter, maxTopicBytes)) return 'topic-invalid';
  const root = rootHeardBy(principal);
  return root !== null && filter.startsWith(root) && filter.length > root.length ? null : 'subscription-not-own';
}

function rootHeardBy(principal: Principal): string | null {
  if (principal.role === 'device') return commandsRoot(principal.deviceId);
  return principal.name === 'clock' ? null : ALERTS_ROOT;
}
