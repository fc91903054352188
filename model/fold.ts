import type { CityAction } from './action.ts';
import type { Alert } from './alert.ts';
import type { Effect } from './effect.ts';
import type { ExtensionHealth, NotWatched } from './extension-health.ts';
import type { LedgerEntry } from './ledger.ts';
import type { Reading } from './reading.ts';
import type { RefusedPacks } from './refused-packs.ts';
import type { Rejected } from './rejected.ts';
import type { ZoneState } from './state.ts';

/**
 * What happens in a city in the order in which a fold must see it: by the journal for `arrival` and `action`,
 * by event time for `released`, `state` and `watermark`. Cutting the stream elsewhere changes nothing.
 */
export type FoldEvent =
  /** A reading has just come in, judged by itself alone (arrival lane). */
  | { readonly type: 'arrival'; readonly reading: Reading }
  /** A reading in the order (observedAt, device, channel, offset), its quality final (event-time lane); the record at `offset` let it out. */
  | { readonly type: 'released'; readonly reading: Reading; readonly offset: number }
  /** A reading behind the watermark but within the late bound: it amends what was concluded. */
  | { readonly type: 'late'; readonly reading: Reading }
  /** A fused estimate; a second one for the same zone, property and `at` replaces the first. */
  | { readonly type: 'state'; readonly state: ZoneState }
  /**
   * Event time has reached `at` (a multiple of 60 s) in these zones, in the order of their ids; absent: in all of them.
   * All that was released in them and in the zones that they contain, and their states, up to `at` have gone before.
   */
  | {
      readonly type: 'watermark';
      readonly at: number;
      readonly zoneIds?: readonly string[];
      readonly offset: number;
      readonly receivedAt: number;
    }
  | {
      readonly type: 'action';
      readonly actionId: string;
      readonly user: string;
      readonly action: CityAction;
      readonly receivedAt: number;
      readonly offset: number;
    }
  /** Nobody listened between `since` and `until` (city time): no hold, silence or age runs across it. */
  | { readonly type: 'gap'; readonly since: number; readonly until: number; readonly offset: number };

/** A fold's state goes out and comes back as plain JSON, so that a checkpoint can hold it. */
export interface Fold {
  snapshot(): unknown;
  restore(snapshot: unknown): void;
}

/** The analytics fold as the pipeline sees it. */
export interface AnalyticsFold extends Fold {
  /** Alerts that changed (newest revision of each) and what should happen outside. Pure but for its own state. */
  handle(events: readonly FoldEvent[]): { readonly alerts: readonly Alert[]; readonly effects: readonly Effect[] };
  /** Alerts that are open or acknowledged now. */
  active(): readonly Alert[];
  /** Standards packs that nobody is judged by now, and why. */
  refusedPacks(): readonly RefusedPacks[];
}

/** The analytics fold as those see it who watch over its extensions. */
export interface WatchedAnalyticsFold extends AnalyticsFold {
  /** Every scenario, and every place in which one or a pack has a history. */
  extensions(): readonly ExtensionHealth[];
  /** Zones in which a scenario is off: nothing is known there, which is not the same as quiet. */
  notWatched(): readonly NotWatched[];
}

/** A channel that a device sends and no model knows: kept and listed, mapped later by a person. */
export interface Unmapped {
  readonly deviceId: string;
  readonly channel: string;
  readonly count: number;
  readonly lastOffset: number;
  readonly lastValue: number;
}

/** All that one journal batch leads to; what comes out of many does not depend on where they were cut. */
export interface FoldResult {
  /** Everything below this offset is in this result or an earlier one. */
  readonly nextOffset: number;
  /** City time of the last record. */
  readonly cityTime: number;
  readonly readings: readonly Reading[];
  /** Readings stored before whose quality was judged again in event time. */
  readonly requalified: readonly Reading[];
  readonly rejected: readonly Rejected[];
  /** Changed entries only; totals, not differences. */
  readonly unmapped: readonly Unmapped[];
  /** Changed accounts only; totals, not differences. */
  readonly ledger: readonly LedgerEntry[];
  /** Newest estimate per zone and property that changed. */
  readonly states: readonly ZoneState[];
  readonly alerts: readonly Alert[];
  readonly effects: readonly Effect[];
}
