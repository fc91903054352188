import type { Alert } from '../model/alert.ts';
import type { Effect } from '../model/effect.ts';

/** One place where effects are carried out: the city's own MQTT, a webhook, a mailbox. A sink of its own feeds it. */
export interface Destination {
  /** `mqtt`, `webhook:NAME` or `email:NAME`. */
  readonly name: string;
  /** How many deliveries may be under way at once. */
  readonly maxInFlight: number;
  /** Whether it is told of this effect at all. */
  wants(effect: Effect): boolean;
  /** Resolves when the receiver has it; rejects with `DeliveryError`. `signal`: this attempt is given up, and may be made again. */
  deliver(effect: Effect, signal: AbortSignal): Promise<void>;
  /**
   * The fold is live. `active` gives the alerts that are active now; `isWaiting` says of one whether its sink still holds a revision that
   * will be delivered.
   */
  onLive?(active: () => readonly Alert[], isWaiting: (alertId: string) => boolean): void;
  /** Is given a function to call when the receiver is there again: what failed before is then tried at once. */
  onReady?(retryNow: () => void): void;
  health(): { readonly isConnected: boolean; readonly detail: string };
  close(): Promise<void>;
}
