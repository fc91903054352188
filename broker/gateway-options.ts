import type { Logger } from 'pino';
import type { AppendDraft } from '../model/append-draft.ts';
import type { ConfigChange } from '../model/config-change.ts';
import type { JournalWriter } from '../model/journal.ts';
import type { RegistryView } from '../model/registry-view.ts';
import type { Timers } from '../model/timers.ts';
import type { GatewayLimits } from './limits.ts';
import type { Principal } from './principal.ts';

/** What the city's other roles may ask of the gateway. */
interface ControlledGateway {
  readonly journal: JournalWriter;
  readonly append: (draft: AppendDraft) => Promise<number>;
  readonly reloadCredentials: () => void;
  readonly log: Logger;
}

/** The other roles' way in, as far as the gateway looks at it. */
interface GatewayControl {
  /** How far the slowest reader of the journal is; null before one said so. */
  readonly foldedOffset: number | null;
  close(): Promise<void>;
}

/** Everything that the gateway is handed by the role that assembles it. */
export interface GatewayOptions {
  /** Address to listen on; 127.0.0.1 unless said otherwise. */
  readonly host?: string;
  /** MQTT over TCP, and over WebSocket; 0 takes any free port. */
  readonly mqttPort: number;
  readonly wsPort: number;
  readonly journal: JournalWriter;
  /** Already folded from the journal's config records; the gateway goes on folding what it appends. */
  readonly registry: { readonly view: RegistryView; apply(change: ConfigChange): void };
  /** Topic filters of a device's dialect, with `{deviceId}` for its id; asked at the first message on each topic of a connection. */
  readonly topicsOf: (deviceId: string) => readonly string[];
  /** Checks a token; called at CONNECT, and again for open connections after `reloadCredentials`. */
  readonly authenticate: (user: string, token: string) => Principal | null;
  /** Reads the credentials file again. */
  readonly reloadCredentials?: () => void;
  readonly clock: 'wall' | 'driven';
  /** Wall clock, milliseconds since 1970. */
  readonly wallNow: () => number;
  /** Opens the local socket over which the city's other roles reach the only writer. */
  readonly openControl: (gateway: ControlledGateway) => Promise<GatewayControl>;
  /** What differs from the defaults of the city's clock. */
  readonly limits?: Partial<GatewayLimits>;
  readonly log: Logger;
  readonly timers: Timers;
}
