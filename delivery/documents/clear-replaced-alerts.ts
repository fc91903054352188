import type { Alert } from '../../model/alert.ts';
import type { Effect } from '../../model/effect.ts';
import { clearedEffect } from './cleared-effect.ts';
import { withdrawAlert } from './withdraw-alert.ts';
import { WITHDRAWN_REASONS } from './withdrawn-reasons.ts';

/**
 * The effects to be delivered when another generation is shown. `listed` are the alerts that were active in the former
 * generation, so destinations have them as active. One that the new generation does not have, or has as cleared, would
 * never be cleared there; it is published as cleared, with a revision above those that destinations have. Alerts that
 * are active in both are published with their next change.
 */
export function clearReplacedAlerts(seen: {
  readonly listed: readonly Alert[];
  /** The alert as the generation that is shown now has it; null: it does not. */
  readonly find: (alertId: string) => Alert | null;
  readonly cityTime: number;
}): readonly Effect[] {
  const { listed, find, cityTime } = seen;
  return listed.flatMap((before) => {
    const now = find(before.id);
    if (now === null) return [clearedEffect(withdrawAlert(before, cityTime, WITHDRAWN_REASONS.replaced), cityTime)];
    if (now.status !== 'cleared') return [];
    return [clearedEffect({ ...now, revision: Math.max(now.revision, before.revision + 1) }, cityTime)];
  });
}
