import mqtt from 'mqtt';
import type { Alert } from '../../model/alert.ts';
import type { Effect } from '../../model/effect.ts';
import { alertMessage } from '../alert-message.ts';
import { DeliveryError } from '../delivery-error.ts';
import type { Destination } from '../destination.ts';
import { alertTopic } from './alert-topic.ts';

const ALL_ALERTS = 'city/v1/alerts/#';
const MAX_IN_FLIGHT = 16;

/** Options of `connectMqtt`. */
export interface MqttOptions {
  readonly url: string;
  readonly token: string;
  readonly onError: (error: Error) => void;
}

/**
 * The city's own MQTT: its retained messages are the set of active alerts. A broker may keep retained messages in
 * memory only, so the set is published again on each connect, and retained alerts that are no longer active are
 * cleared. An alert of which a revision is still queued is left to its delivery. So within one connection each revision
 * is published once, and a newer one is never replaced by an older one.
 */
export function connectMqtt(options: MqttOptions): Destination {
  return new MqttDestination(options);
}

class MqttDestination implements Destination {
  readonly name = 'mqtt';
  readonly maxInFlight = MAX_IN_FLIGHT;
  readonly #client: mqtt.MqttClient;
  readonly #onError: (error: Error) => void;
  /** Newest revision of each alert that the broker has acknowledged on this connection. */
  #shown = new Map<string, number>();
  /** Publications without PUBACK yet; the client sends them again by itself after a reconnect. */
  readonly #pending = new Map<string, Promise<void>>();
  #live: { readonly active: () => readonly Alert[]; readonly isWaiting: (alertId: string) => boolean } | null = null;
  #retryNow = () => {};
  #trouble: string | null = null;

  constructor({ url, token, onError }: MqttOptions) {
    this.#onError = onError;
    this.#client = mqtt.connect(url, {
      username: 'brain',
      password: token,
      clientId: 'brain',
      clean: true,
      reconnectPeriod: 1000,
      queueQoSZero: false,
    });
    this.#client.on('error', (error) => {
      this.#trouble = error.message;
      onError(error);
    });
    this.#client.on('message', (topic, payload, { retain }) => {
      if (retain && payload.length > 0) this.#clearInactive(topic);
    });
    this.#client.on('connect', () => {
      this.#trouble = null;
      this.#shown = new Map();
      this.#showAll();
      this.#retryNow();
    });
  }

  wants(): boolean {
    return true;
  }

  deliver(effect: Effect): Promise<void> {
    if (!this.#client.connected) return Promise.reject(new DeliveryError('not connected', { isPermanent: false }));
    return this.#show(effect.alert);
  }

  onLive(active: () => readonly Alert[], isWaiting: (alertId: string) => boolean): void {
    this.#live = { active, isWaiting };
    // Without a connection, the next connect does it.
    if (this.#client.connected) this.#showAll();
  }

  onDropped({ alert }: Effect): void {
    const live = this.#live;
    if (!live || !this.#client.connected || live.isWaiting(alert.id)) return;
    const present = live.active().find(({ id }) => id === alert.id);
    (present ? this.#show(present) : this.#retain(alertTopic(alert), '')).catch(this.#onError);
  }

  onReady(retryNow: () => void): void {
    this.#retryNow = retryNow;
  }

  health() {
    const isConnected = this.#client.connected;
    return { isConnected, detail: isConnected ? 'connected' : (this.#trouble ?? 'not connected') };
  }

  close(): Promise<void> {
    return this.#client.endAsync(true);
  }

  #show(alert: Alert): Promise<void> {
    const id = `${alert.id}@${alert.revision}`;
    const pending = this.#pending.get(id);
    if (pending) return pending;
    const shown = this.#publish(alert).finally(() => this.#pending.delete(id));
    this.#pending.set(id, shown);
    return shown;
  }

  /**
   * Publishes an alert. A cleared one is published for present subscribers, and then its retained message is deleted.
   */
  async #publish(alert: Alert): Promise<void> {
    if (alert.revision <= (this.#shown.get(alert.id) ?? 0)) return;
    const topic = alertTopic(alert);
    await this.#retain(topic, alertMessage(alert));
    if (alert.status === 'cleared') {
      await this.#retain(topic, '');
      this.#shown.delete(alert.id);
    } else this.#shown.set(alert.id, alert.revision);
  }

  async #retain(topic: string, text: string): Promise<void> {
    await this.#client.publishAsync(topic, text, { qos: 1, retain: true });
  }

  #showAll(): void {
    if (!this.#live) return;
    const { active, isWaiting } = this.#live;
    const shows = active()
      .filter((alert) => !isWaiting(alert.id))
      .map((alert) => this.#show(alert));
    // Unsubscribed first: the client does not send SUBSCRIBE again for a topic that it is subscribed to, and the broker
    // sends retained messages only after a SUBSCRIBE.
    const subscribed = this.#client
      .unsubscribeAsync(ALL_ALERTS)
      .then(() => this.#client.subscribeAsync(ALL_ALERTS, { qos: 1 }));
    for (const done of [...shows, subscribed]) done.catch(this.#onError);
  }

  #clearInactive(topic: string): void {
    const live = this.#live;
    if (!live) return;
    const isWanted = live.active().some((alert) => alertTopic(alert) === topic);
    // The delivery of a cleared alert that is still queued deletes the retained message itself.
    const isQueued = live.isWaiting(topic.slice(topic.lastIndexOf('/') + 1));
    if (!isWanted && !isQueued) this.#retain(topic, '').catch(this.#onError);
  }
}
