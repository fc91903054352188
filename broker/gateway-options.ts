import type { Logger } from 'pino';
import type { AppendDraft } from '../model/append-draft.ts';
import type { ConfigChange } from '../model/config-change.ts';
import type { JournalWriter } from '../model/journal.ts';
import type { RegistryView } from '../model/registry-view.ts';
import type { Timers } from '../model/timers.ts';
import type { CityClock } from './city-clock.ts';
import type { GatewayLimits } from './limits.ts';
import type { Principal } from './principal.ts';

/** What the gateway offers to the city's other roles over the control socket. */
interface ControlledGateway {
  readonly journal: JournalWriter;
  readonly append: (draft: AppendDraft) => Promise<number>;
  readonly reloadCredentials: () => readonly string[];
  readonly log: Logger;
}

/** The control socket, as far as the gateway uses it. */
interface GatewayControl {
  /** Journal offset that the slowest reader has reported; null before the first report. */
  readonly foldedOffset: number | null;
  close(): Promise<void>;
}

/** Dependencies and settings of the gateway. */
export interface GatewayOptions {
  /** Address to listen on; default 127.0.0.1. */
  readonly host?: string;
  /** MQTT over TCP, and over WebSocket; 0 takes any free port. */
  readonly mqttPort: number;
  readonly wsPort: number;
  readonly journal: JournalWriter;
  /** The registry as folded from the journal so far; the gateway applies each config record that it appends. */
  readonly registry: { readonly view: RegistryView; apply(change: ConfigChange): void };
  /**
   * Topic filters of a device's dialect, with `{deviceId}` for its id. Called for the first message on each topic of a
   * connection.
   */
  readonly topicsOf: (deviceId: string) => readonly string[];
  /**
   * Checks a token; null when it is not valid. Called at CONNECT, and for open connections after `reloadCredentials`.
   */
  readonly authenticate: (user: string, token: string) => Principal | null;
  /** Whether the city, as it was when it last started, has a device, a bridge or a service of that name. */
  readonly isOfCity: (user: string) => boolean;
  /** Reads the credentials file again; returns the names in it that are not of the city. */
  readonly reloadCredentials?: () => readonly string[];
  /** City time; the caller may have stamped records with it before. */
  readonly clock: CityClock;
  /** The caller has appended the gap record of this start, before records of its own; absent: the gateway does. */
  readonly isGapJournalled?: boolean;
  /** Wall clock, milliseconds since 1970. */
  readonly wallNow: () => number;
  /**
   * Opens the local control socket, over which the other roles append to the journal: the gateway is its only writer.
   */
  readonly openControl: (gateway: ControlledGateway) => Promise<GatewayControl>;
  /** Overrides of the default limits (`DEFAULT_LIMITS`, `DRIVEN_LIMITS`). */
  readonly limits?: Partial<GatewayLimits>;
  readonly log: Logger;
  readonly timers: Timers;
}
