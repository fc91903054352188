import type { Alert } from '../model/alert.ts';
import type { CityStatus } from '../model/city-status.ts';
import type { Lag } from '../model/lag.ts';
import type { LedgerEntry } from '../model/ledger.ts';
import type { Reading } from '../model/reading.ts';
import type { ZoneState } from '../model/state.ts';

/** Topics of the live stream. */
export const LIVE_TOPICS = ['readings', 'alerts', 'state', 'ledger', 'city', 'status'] as const;
export type LiveTopic = (typeof LIVE_TOPICS)[number];

/** An event of the live stream. The brain publishes all but `status`, which the stream adds once a second. */
export type LiveEvent =
  | { readonly topic: 'readings'; readonly data: readonly Reading[] }
  | { readonly topic: 'alerts'; readonly data: readonly Alert[] }
  | { readonly topic: 'state'; readonly data: readonly ZoneState[] }
  | { readonly topic: 'ledger'; readonly data: readonly LedgerEntry[] }
  | { readonly topic: 'city'; readonly data: { readonly cityTime: number | null; readonly lag: Lag } }
  | { readonly topic: 'status'; readonly data: CityStatus };
