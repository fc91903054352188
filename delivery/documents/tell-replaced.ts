import type { Alert } from '../../model/alert.ts';
import type { Effect } from '../../model/effect.ts';
import { clearedEffect } from './cleared-effect.ts';
import { withdrawAlert } from './withdraw-alert.ts';

const REASON =
  'the journal was folded again, with an amendment or another mapping of channels, and does not lead to this alert';

/**
 * What destinations of alerts have to be told when another generation is shown: they know of `listed`, the alerts that
 * were active in the old one, and nobody would ever clear one that the new one does not have, or has as cleared. What
 * both have active is told when it changes next. The documents keep each alert as the new fold has it; a destination is
 * told a revision above those that it knows.
 */
export function tellReplaced(seen: {
  readonly listed: readonly Alert[];
  /** The alert as the generation that is shown now has it; null: it does not. */
  readonly find: (alertId: string) => Alert | null;
  readonly cityTime: number;
}): readonly Effect[] {
  const { listed, find, cityTime } = seen;
  return listed.flatMap((before) => {
    const now = find(before.id);
    if (now === null) return [clearedEffect(withdrawAlert(before, cityTime, REASON), cityTime)];
    if (now.status !== 'cleared') return [];
    return [clearedEffect({ ...now, revision: Math.max(now.revision, before.revision + 1) }, cityTime)];
  });
}
