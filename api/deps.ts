import type { FastifyBaseLogger } from 'fastify';
import type { AirQualityAnswer, AirQualityQuery, MeasuredAirPlace } from '../model/air-quality.ts';
import type { Alert } from '../model/alert.ts';
import type { AlertFilter } from '../model/alert-filter.ts';
import type { CityStatus } from '../model/city-status.ts';
import type { Evidence } from '../model/evidence.ts';
import type { ExtensionHealth, NotWatched } from '../model/extension-health.ts';
import type { Unmapped } from '../model/fold.ts';
import type { ActionRecord, JournalRecord } from '../model/journal-record.ts';
import type { Lag } from '../model/lag.ts';
import type { LedgerEntry } from '../model/ledger.ts';
import type { Property } from '../model/property.ts';
import type { RefusedPacks } from '../model/refused-packs.ts';
import type { RegistryView } from '../model/registry-view.ts';
import type { Rejected, RejectReason } from '../model/rejected.ts';
import type { ScenarioFacts } from '../model/scenario-facts.ts';
import type { SeriesStore } from '../model/series-store.ts';
import type { SkippedRange } from '../model/skipped-range.ts';
import type { StandardEdition } from '../model/standard-edition.ts';
import type { ZoneState } from '../model/state.ts';
import type { StoreBooks } from '../model/store-books.ts';
import type { LiveEvent } from './live-event.ts';
import type { TokenScope } from './session-file.ts';

/** The user of a Bearer token, and what the token allows. */
export interface Caller {
  readonly user: string;
  readonly scopes: readonly TokenScope[];
}

/** Sessions and tokens. `createSessions` is the default; an identity provider could replace it. */
export interface Sessions {
  /** The user of a one-time sign-in token, which stays valid; null when it is wrong, expired or used. */
  userOfLink(token: string): string | null;
  /** Exchanges a one-time sign-in token for a session; null when it is wrong, expired or used. */
  redeem(token: string): { readonly user: string; readonly session: string; readonly maxAgeSeconds: number } | null;
  /** The user of a session cookie; null when it is unknown, expired or ended. */
  userOf(session: string): string | null;
  /** The user of an `Authorization: Bearer` token; null when it is not valid. */
  callerOfBearer(token: string): Caller | null;
  /** Ends a session at once. */
  end(session: string): void;
}

/** What the API reads from the brain's documents. */
export interface ApiDocuments {
  /** Newest first. */
  alerts(filter: AlertFilter): readonly Alert[];
  alert(alertId: string): Alert | null;
  /** The evidence of one step of an alert, under the hash in its history; null: there is none. */
  evidence(alertId: string, hash: string): Evidence | null;
  states(filter: { readonly property?: Property }): readonly ZoneState[];
  ledger(deviceId?: string): readonly LedgerEntry[];
  /** Newest first; `before` is an offset, exclusive. */
  rejected(filter: {
    readonly deviceId?: string;
    readonly reason?: RejectReason;
    readonly before?: number;
    readonly limit: number;
  }): readonly Rejected[];
  unmapped(deviceId?: string): readonly Unmapped[];
}

/** Air quality indices. */
export interface ApiAir {
  /** Rejects when the store is not available. */
  quality(query: AirQualityQuery): Promise<AirQualityAnswer>;
  places(): readonly MeasuredAirPlace[];
}

/** One check of `/readyz`. */
export interface ReadinessCheck {
  readonly name: string;
  readonly ok: boolean;
  readonly detail: string;
}

/** An action of a user; the gateway adds the times. */
export type ActionDraft = Omit<ActionRecord, 'receivedAt' | 'wallAt'>;

/** Dependencies of the API, as functions: this room imports only `model/`. */
export interface ApiDeps {
  readonly version: string;
  /** The line with which a person runs `citynerve ARGS` for this city, in the folder of Citynerve. */
  readonly command: (args: string) => string;
  /** Folder of the built console; if it has none, the page says so. */
  readonly consoleDirectory: string;
  /** True behind a TLS proxy: the session cookie is then marked `Secure`. */
  readonly isHttps: boolean;
  readonly sessions: Sessions;
  readonly registry: () => RegistryView;
  readonly store: Pick<SeriesStore, 'range' | 'aggregate' | 'latest'>;
  readonly documents: ApiDocuments;
  /** What became of accepted values in the series store, by device; null when it does not answer within a second. */
  readonly storeBooks: () => Promise<readonly StoreBooks[] | null>;
  /** What the series store is never given, because it was away until there was no room to keep it. */
  readonly skippedRanges: () => readonly SkippedRange[];
  readonly air: ApiAir;
  /** Every edition in the registry that passed its own test vectors. */
  readonly standards: () => readonly StandardEdition[];
  /** Every scenario that the city runs. */
  readonly scenarios: () => readonly ScenarioFacts[];
  /** Standards packs that are refused, and why. */
  readonly refusedPacks: () => readonly RefusedPacks[];
  /** Scenarios, standards packs and dialects: on or off, and why. */
  readonly extensions: () => readonly ExtensionHealth[];
  /** Zones in which a scenario is off. */
  readonly notWatched: () => readonly NotWatched[];
  /** Port of Node-RED on 127.0.0.1 and the secret that it requires in each request; null while it is not running. */
  readonly flows: () => { readonly port: number; readonly secret: string } | null;
  /** City time of the last folded record; null in an empty city. */
  readonly cityTime: () => number | null;
  readonly lag: () => Lag;
  /** Whether the fold has caught up with the journal since the brain started. */
  readonly isCaughtUp: () => boolean;
  /** The present status; called once a second while a stream is open. */
  readonly status: () => CityStatus;
  /**
   * City time at which a device's last reading was received; null: never; undefined: not known, the store may know it.
   */
  readonly lastReceivedAt: (deviceId: string) => number | null | undefined;
  /** Resolves with the offset once the action is durable; rejects when the gateway is not available. */
  readonly acknowledge: (record: ActionDraft) => Promise<number>;
  /** The bytes that a device sent, or what else the journal has at that offset; null when it has nothing (any more). */
  readonly journalPayload: (
    offset: number,
  ) => Promise<{ readonly payload: Uint8Array } | { readonly kind: JournalRecord['kind'] } | null>;
  readonly readiness: () => Promise<readonly ReadinessCheck[]>;
  /** Prometheus text. */
  readonly metrics: () => Promise<string>;
  readonly subscribe: (listener: (event: LiveEvent) => void) => () => void;
  /** A fresh id for an action. */
  readonly newActionId: () => string;
  /** Calls back at an interval until the returned function is called. */
  readonly every: (intervalMillis: number, callback: () => void) => () => void;
  readonly logger?: FastifyBaseLogger;
}
