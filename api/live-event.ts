import type { Alert } from '../model/alert.ts';
import type { LedgerEntry } from '../model/ledger.ts';
import type { StoredReading } from '../model/series-store.ts';
import type { ZoneState } from '../model/state.ts';

/** How far the folds are behind the journal. */
export interface Lag {
  readonly records: number;
  /** Seconds that the oldest of them has been waiting; 0 when there is none. */
  readonly ageSeconds: number;
  readonly durableOffset: number;
  readonly foldedOffset: number;
}

/** What a page can be told as it happens. */
export const LIVE_TOPICS = ['readings', 'alerts', 'state', 'ledger', 'city'] as const;
export type LiveTopic = (typeof LIVE_TOPICS)[number];

/** One thing that happened in the city, as the brain hands it to the live stream. */
export type LiveEvent =
  | { readonly topic: 'readings'; readonly data: readonly StoredReading[] }
  | { readonly topic: 'alerts'; readonly data: readonly Alert[] }
  | { readonly topic: 'state'; readonly data: readonly ZoneState[] }
  | { readonly topic: 'ledger'; readonly data: readonly LedgerEntry[] }
  | { readonly topic: 'city'; readonly data: { readonly cityTime: number | null; readonly lag: Lag } };
