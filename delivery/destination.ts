import type { Alert } from '../model/alert.ts';
import type { Effect } from '../model/effect.ts';

/** A destination of alerts: the city's own MQTT, a webhook, an e-mail address. Each has a delivery sink of its own. */
export interface Destination {
  /** `mqtt`, `webhook:NAME` or `email:NAME`. */
  readonly name: string;
  /** Limit of concurrent deliveries. */
  readonly maxInFlight: number;
  /** Whether this effect is to be delivered to it. */
  wants(effect: Effect): boolean;
  /**
   * Resolves when the receiver has it; rejects with `DeliveryError`. `signal` aborts the attempt, which may be
   * repeated.
   */
  deliver(effect: Effect, signal: AbortSignal): Promise<void>;
  /**
   * Called when the fold is live. `active` returns the alerts that are active now; `isWaiting` tells whether a revision
   * of an alert is still queued for delivery.
   */
  onLive?(active: () => readonly Alert[], isWaiting: (alertId: string) => boolean): void;
  /**
   * Called when an effect was dropped, too old or too many, while the fold is live: a destination that shows the
   * present state of each alert, and not only what happens to it, shows it now.
   */
  onDropped?(effect: Effect): void;
  /** Receives a function to call when the receiver is available again: failed deliveries are then retried at once. */
  onReady?(retryNow: () => void): void;
  health(): { readonly isConnected: boolean; readonly detail: string };
  close(): Promise<void>;
}
