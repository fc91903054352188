import type { CityAction } from './action.ts';
import type { Alert } from './alert.ts';
import type { Effect } from './effect.ts';
import type { EvidenceRecord } from './evidence.ts';
import type { ExtensionHealth, NotWatched } from './extension-health.ts';
import type { LedgerEntry } from './ledger.ts';
import type { Reading } from './reading.ts';
import type { RefusedPacks } from './refused-packs.ts';
import type { Rejected } from './rejected.ts';
import type { ZoneState } from './state.ts';

/**
 * The input events of the analytics fold, in the order in which it must see them: journal order for `arrival` and
 * `action`, event-time order for `released`, `state` and `watermark`. The result does not depend on how the stream is
 * divided into batches.
 */
export type FoldEvent =
  /** A reading has arrived; evaluated by itself (arrival lane). */
  | { readonly type: 'arrival'; readonly reading: Reading }
  /**
   * A reading with its final quality, in the order (observedAt, device, channel, offset) (event-time lane). `offset` is
   * that of the record that advanced the watermark past it.
   */
  | { readonly type: 'released'; readonly reading: Reading; readonly offset: number }
  /** A reading behind the watermark but within the allowed lateness: earlier conclusions are amended. */
  | { readonly type: 'late'; readonly reading: Reading }
  /** A fused estimate; a second one for the same zone, property and `at` replaces the first. */
  | { readonly type: 'state'; readonly state: ZoneState }
  /**
   * The watermark of these zones (sorted by id; absent: of all zones) has reached `at`, a multiple of 60 s. All
   * `released` and `state` events up to `at` of these zones, and of the zones that they contain, precede this event.
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
  /**
   * The gateway was not running between `since` and `until` (city time): hold times, silence and ages do not count
   * across this interval.
   */
  | { readonly type: 'gap'; readonly since: number; readonly until: number; readonly offset: number };

/** A fold whose state can be saved in a checkpoint. */
export interface Fold {
  /** The state as plain JSON. */
  snapshot(): unknown;
  /** Replaces the state by a snapshot; throws where it cannot be read, and must then not be used further. */
  restore(snapshot: unknown): void;
}

/** The analytics fold, as called by the ingest pipeline. */
export interface AnalyticsFold extends Fold {
  /**
   * Returns the alerts that changed (newest revision of each), the side effects to carry out (no others), and the
   * evidence of each step.
   */
  handle(events: readonly FoldEvent[]): Pick<FoldResult, 'alerts' | 'effects' | 'evidence'>;
  /** The alerts that are open or acknowledged. */
  active(): readonly Alert[];
  /** Standards packs that are refused at present, with the reasons. */
  refusedPacks(): readonly RefusedPacks[];
}

/** The analytics fold with the health of its extensions. */
export interface WatchedAnalyticsFold extends AnalyticsFold {
  /** One entry for each scenario, and one for each place in which a scenario or pack failed or was switched. */
  extensions(): readonly ExtensionHealth[];
  /** Zones in which a scenario is off: the absence of its alerts there means nothing. */
  notWatched(): readonly NotWatched[];
}

/** A channel that a device sends but its model does not define; listed until a person maps it. */
export interface Unmapped {
  readonly deviceId: string;
  readonly channel: string;
  readonly count: number;
  readonly lastOffset: number;
  readonly lastValue: number;
}

/** The result of folding one journal batch. Concatenated results do not depend on the batch boundaries. */
export interface FoldResult {
  /** All records below this offset are folded: in this result or an earlier one. */
  readonly nextOffset: number;
  /** City time of the last record, milliseconds since 1970, UTC. */
  readonly cityTime: number;
  readonly readings: readonly Reading[];
  /** Readings of this or earlier results whose quality was reassessed in event time. */
  readonly requalified: readonly Reading[];
  readonly rejected: readonly Rejected[];
  /** Changed entries only; counts are totals, not increments. */
  readonly unmapped: readonly Unmapped[];
  /** Changed accounts only; counts are totals, not increments. */
  readonly ledger: readonly LedgerEntry[];
  /** The newest estimate of each zone and property that changed. */
  readonly states: readonly ZoneState[];
  readonly alerts: readonly Alert[];
  readonly effects: readonly Effect[];
  /** The evidence of each step of an alert, in order. */
  readonly evidence: readonly EvidenceRecord[];
}
