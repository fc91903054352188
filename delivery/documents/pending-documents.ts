import type { Alert } from '../../model/alert.ts';
import type { Effect } from '../../model/effect.ts';
import type { FoldResult, Unmapped } from '../../model/fold.ts';
import type { LedgerEntry } from '../../model/ledger.ts';
import type { Rejected } from '../../model/rejected.ts';
import type { ZoneState } from '../../model/state.ts';

/** What has been folded since the last checkpoint, newest of each, ready for one transaction. */
export interface PendingDocuments {
  /** Takes what a result leads to; also what was taken and could not be written. */
  add(result: Omit<FoldResult, 'nextOffset' | 'cityTime' | 'readings' | 'requalified'>): void;
  /** How many of those that do not replace each other have gathered: rejected messages, effects, alerts. */
  readonly waiting: number;
  /** Whether an alert is among them. */
  hasAlert(alertId: string): boolean;
  /** Hands over what has gathered and begins anew. */
  take(): {
    readonly alerts: readonly Alert[];
    readonly rejected: readonly Rejected[];
    readonly unmapped: readonly Unmapped[];
    readonly ledger: readonly LedgerEntry[];
    readonly states: readonly ZoneState[];
    readonly effects: readonly Effect[];
  };
}

/** Gathers fold results; totals replace totals, so only the last of each key is kept. */
export function createPendingDocuments(): PendingDocuments {
  let alerts = new Map<string, Alert>();
  let rejected: Rejected[] = [];
  let unmapped = new Map<string, Unmapped>();
  let ledger = new Map<string, LedgerEntry>();
  let states = new Map<string, ZoneState>();
  let effects: Effect[] = [];
  return {
    add(result) {
      for (const alert of result.alerts) alerts.set(alert.id, alert);
      // One by one: as arguments of one call a hundred thousand do not fit on the stack.
      for (const each of result.rejected) rejected.push(each);
      for (const entry of result.unmapped) unmapped.set(`${entry.deviceId}\n${entry.channel}`, entry);
      for (const entry of result.ledger) ledger.set(entry.deviceId, entry);
      for (const state of result.states) states.set(`${state.zoneId}\n${state.property}`, state);
      for (const effect of result.effects) effects.push(effect);
    },
    get waiting() {
      return alerts.size + rejected.length + effects.length;
    },
    hasAlert: (alertId) => alerts.has(alertId),
    take() {
      const taken = {
        alerts: [...alerts.values()],
        rejected,
        unmapped: [...unmapped.values()],
        ledger: [...ledger.values()],
        states: [...states.values()],
        effects,
      };
      alerts = new Map();
      rejected = [];
      unmapped = new Map();
      ledger = new Map();
      states = new Map();
      effects = [];
      return taken;
    },
  };
}
