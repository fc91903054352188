import mqtt from 'mqtt';
import type { Alert } from '../../model/alert.ts';
import type { Effect } from '../../model/effect.ts';
import { alertMessage } from '../alert-message.ts';
import { DeliveryError } from '../delivery-error.ts';
import type { Destination } from '../destination.ts';
import { alertTopic } from './alert-topic.ts';

const ALL_ALERTS = 'city/v1/alerts/#';
const MOST_IN_FLIGHT = 16;

export interface MqttOptions {
  readonly url: string;
  readonly token: string;
  readonly onError: (error: Error) => void;
}

/**
 * The city's own MQTT: what is retained there is the set of active alerts. A broker may keep retained messages in memory only, so on each
 * connect the set is published again and what is retained but no longer active is cleared; what its sink still holds is left to its
 * delivery. So within one connection each revision is shown once, and an older one never stands where a newer stood.
 */
export function connectMqtt(options: MqttOptions): Destination {
  return new MqttDestination(options);
}

class MqttDestination implements Destination {
  readonly name = 'mqtt';
  readonly maxInFlight = MOST_IN_FLIGHT;
  readonly #client: mqtt.MqttClient;
  readonly #onError: (error: Error) => void;
  /** Newest revision of each alert that the broker confirmed on this connection. */
  #shown = new Map<string, number>();
  /** What the broker owes a confirmation for; the client sends it again by itself after a reconnect. */
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
    // Without a connection the next one shows it.
    if (this.#client.connected) this.#showAll();
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

  /** A cleared alert is told to who listens and then no longer retained. */
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
    // The client does not ask again for what it is subscribed to, and only who asks is told what is retained.
    const asked = this.#client
      .unsubscribeAsync(ALL_ALERTS)
      .then(() => this.#client.subscribeAsync(ALL_ALERTS, { qos: 1 }));
    for (const done of [...shows, asked]) done.catch(this.#onError);
  }

  #clearInactive(topic: string): void {
    const live = this.#live;
    if (!live) return;
    const isWanted = live.active().some((alert) => alertTopic(alert) === topic);
    // What is cleared and waits to be told clears the topic itself.
    const isComing = live.isWaiting(topic.slice(topic.lastIndexOf('/') + 1));
    if (!isWanted && !isComing) this.#retain(topic, '').catch(this.#onError);
  }
}
