import type { FastifyBaseLogger } from 'fastify';
import type { AirQualityAnswer, AirQualityQuery, MeasuredAirPlace } from '../model/air-quality.ts';
import type { Alert } from '../model/alert.ts';
import type { CityStatus } from '../model/city-status.ts';
import type { ExtensionHealth, NotWatched } from '../model/extension-health.ts';
import type { Unmapped } from '../model/fold.ts';
import type { ActionRecord } from '../model/journal-record.ts';
import type { Lag } from '../model/lag.ts';
import type { LedgerEntry } from '../model/ledger.ts';
import type { Property } from '../model/property.ts';
import type { RefusedPacks } from '../model/refused-packs.ts';
import type { RegistryView } from '../model/registry-view.ts';
import type { Rejected, RejectReason } from '../model/rejected.ts';
import type { ScenarioFacts } from '../model/scenario-facts.ts';
import type { SeriesStore } from '../model/series-store.ts';
import type { StandardEdition } from '../model/standard-edition.ts';
import type { ZoneState } from '../model/state.ts';
import type { StoreBooks } from '../model/store-books.ts';
import type { LiveEvent } from './live-event.ts';

/** Who asks, and whether more than questions are allowed. */
export interface Caller {
  readonly user: string;
  readonly mayChange: boolean;
}

/** Who is signed in. `createSessions` is the default; an identity provider would be another. */
export interface Sessions {
  /** Trades a one-time sign-in token for a session; null when it is wrong, expired or used. */
  redeem(token: string): { readonly user: string; readonly session: string; readonly maxAgeSeconds: number } | null;
  /** The user of a session cookie; null when it is unknown, expired or ended. */
  userOf(session: string): string | null;
  /** Whose program an `Authorization: Bearer` token speaks for. */
  callerOfBearer(token: string): Caller | null;
  /** Ends a session at once. */
  end(session: string): void;
}

/** The questions that the API asks of the brain's documents. */
export interface ApiDocuments {
  alerts(filter: { readonly status: 'active' | 'all'; readonly limit: number }): readonly Alert[];
  alert(alertId: string): Alert | null;
  states(filter: { readonly zoneId?: string; readonly property?: Property }): readonly ZoneState[];
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

/** The questions about air quality. */
export interface ApiAir {
  /** Rejects when the store is away. */
  quality(query: AirQualityQuery): Promise<AirQualityAnswer>;
  places(): readonly MeasuredAirPlace[];
}

/** One line of `/readyz`. */
export interface ReadinessCheck {
  readonly name: string;
  readonly ok: boolean;
  readonly detail: string;
}

/** An action as the API hands it over; the gateway adds the times. */
export type ActionDraft = Omit<ActionRecord, 'receivedAt' | 'wallAt'>;

/** Everything that the API needs, as functions: it knows no other room. */
export interface ApiDeps {
  readonly version: string;
  /** Where the built console lies; its absence is told to whoever opens the page. */
  readonly consoleDirectory: string;
  /** True behind a TLS proxy: the session cookie then travels only over HTTPS. */
  readonly isHttps: boolean;
  readonly sessions: Sessions;
  readonly registry: () => RegistryView;
  readonly store: Pick<SeriesStore, 'range' | 'aggregate' | 'latest'>;
  readonly documents: ApiDocuments;
  /** What became of accepted readings in the series store, by device; null when it does not answer within a second or so. */
  readonly storeBooks: () => Promise<readonly StoreBooks[] | null>;
  readonly air: ApiAir;
  /** Every edition that the city knows and that passed its own vectors. */
  readonly standards: () => readonly StandardEdition[];
  /** Every scenario that the city runs. */
  readonly scenarios: () => readonly ScenarioFacts[];
  /** Standards packs that nobody is judged by now, and why. */
  readonly refusedPacks: () => readonly RefusedPacks[];
  /** Scenarios, standards packs and dialects: on or off, and why. */
  readonly extensions: () => readonly ExtensionHealth[];
  /** Zones in which a scenario is off. */
  readonly notWatched: () => readonly NotWatched[];
  /** Where Node-RED answers whoever knows the secret; null while it is not running. */
  readonly flows: () => { readonly port: number; readonly secret: string } | null;
  /** City time of the last folded record; null in an empty city. */
  readonly cityTime: () => number | null;
  readonly lag: () => Lag;
  /** What is known now, and how far each part is behind; asked once a second while a page listens. */
  readonly status: () => CityStatus;
  /** City time at which a device's last reading came; null: never; undefined: no longer known, the store may say. */
  readonly lastReceivedAt: (deviceId: string) => number | null | undefined;
  /** Resolves with the offset once the action is durable; rejects when the gateway is away. */
  readonly acknowledge: (record: ActionDraft) => Promise<number>;
  /** The bytes that a device sent; null when there is no message (any more) at that offset. */
  readonly journalPayload: (offset: number) => Promise<Uint8Array | null>;
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
