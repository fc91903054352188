import type { Logger } from 'pino';
import type { Timers } from '../ipc/timers.ts';
import type { ConfigChange } from '../model/config-change.ts';
import type { JournalWriter } from '../model/journal.ts';
import type { RegistryView } from '../model/registry-view.ts';
import type { GatewayLimits } from './limits.ts';
import type { Principal } from './principal.ts';

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
  /** Checks a token; called at CONNECT, and again for open connections after `reloadCredentials`. */
  readonly authenticate: (user: string, token: string) => Principal | null;
  /** Reads the credentials file again. */
  readonly reloadCredentials?: () => void;
  readonly clock: 'wall' | 'driven';
  /** Wall clock, milliseconds since 1970. */
  readonly wallNow: () => number;
  /** Path of the local socket for the city's other roles. */
  readonly socketPath: string;
  /** What differs from the defaults of the city's clock. */
  readonly limits?: Partial<GatewayLimits>;
  readonly log: Logger;
  readonly timers?: Timers;
}
