import mqtt from 'mqtt';
import { createBackOff } from './back-off.ts';
import type { CityAddress } from './city-address.ts';
import type { Clock } from './clock.ts';
import { CONNECTED, type LinkState, refused, WAITING } from './link-state.ts';
import { createMqttSender } from './mqtt-sender.ts';
import { createPublishQueue } from './publish-queue.ts';
import { matchesTopic } from './topic-filter.ts';

/** A message from the broker; `isRetained`: its retain flag, set for messages older than the subscription. */
export interface MqttMessage {
  readonly topic: string;
  readonly text: string;
  readonly isRetained: boolean;
}

/** A subscriber to a topic filter. */
export interface MqttListener {
  readonly filter: string;
  readonly onMessage: (message: MqttMessage) => void;
  readonly onState: (state: LinkState) => void;
}

/** The one MQTT connection that all nodes of a city share. */
export interface MqttLink {
  /** Retained messages arrive again. Returns the unsubscribe function. */
  listen(listener: MqttListener): () => void;
  /** QoS 1, not retained; see PublishQueue. */
  publish(topic: string, text: string): Promise<void>;
  watch(onState: (state: LinkState) => void): () => void;
  close(): Promise<void>;
}

const GOODBYE_MILLIS = 2000;
// CONNACK codes, MQTT 3.1.1, table 3.1
const BAD_CREDENTIAL = 4;
const NOT_AUTHORIZED = 5;

/** Connects at once, and again after every disconnect. `clientId` must be unique to this connection. */
export function openMqttLink(options: {
  readonly address: CityAddress;
  readonly clientId: string;
  readonly clock: Clock;
  readonly firstRetryMillis?: number | undefined;
}): MqttLink {
  const { address, clock, clientId } = options;
  const backOff = createBackOff(options.firstRetryMillis);
  const listeners = new Set<MqttListener>();
  const watchers = new Set<(state: LinkState) => void>();
  let state: LinkState = WAITING;

  const client = mqtt.connect(address.mqttUrl, {
    username: address.user,
    password: address.mqttToken,
    clientId,
    clean: true,
    resubscribe: false,
    keepalive: 30,
    connectTimeout: 10_000,
    reconnectPeriod: backOff.next(),
    reconnectOnConnackError: true,
  });
  const sender = createMqttSender(client);
  const queue = createPublishQueue(sender.send, () => client.connected);

  const setState = (next: LinkState): void => {
    state = next;
    for (const watcher of watchers) watcher(next);
    // A listener gets `connected` when its own subscription is granted (SUBACK).
    if (next.kind !== 'connected') for (const { onState } of listeners) onState(next);
  };
  const subscribe = (filter: string): void => {
    client.subscribe(filter, { qos: 1 }, (error, granted) => {
      if (!client.connected) return;
      const isGranted = !error && (granted ?? []).every(({ qos }) => qos < 128);
      for (const listener of listeners) {
        if (listener.filter === filter) listener.onState(isGranted ? CONNECTED : refused('right'));
      }
    });
  };

  client.on('connect', () => {
    backOff.reset();
    client.options.reconnectPeriod = backOff.next();
    setState(CONNECTED);
    for (const filter of new Set([...listeners].map((listener) => listener.filter))) subscribe(filter);
    queue.flush();
  });
  client.on('error', (error) => {
    const code = 'code' in error ? error.code : undefined;
    if (code === BAD_CREDENTIAL || code === NOT_AUTHORIZED) setState(refused('token'));
  });
  client.on('close', () => {
    client.options.reconnectPeriod = backOff.next();
    // A refusal stays in the status until an attempt succeeds.
    if (state.kind === 'connected') setState(WAITING);
    sender.drop();
  });
  client.on('message', (topic, payload, { retain }) => {
    const message = { topic, text: payload.toString('utf8'), isRetained: retain };
    for (const listener of [...listeners]) if (matchesTopic(listener.filter, topic)) listener.onMessage(message);
  });

  return {
    listen(listener) {
      listeners.add(listener);
      if (state.kind === 'connected') subscribe(listener.filter);
      else listener.onState(state);
      return () => {
        listeners.delete(listener);
        const isHeard = [...listeners].some(({ filter }) => filter === listener.filter);
        if (!isHeard && client.connected) client.unsubscribe(listener.filter, () => {});
      };
    },
    publish: (topic, text) => queue.add(topic, text),
    watch(onState) {
      watchers.add(onState);
      onState(state);
      return () => watchers.delete(onState);
    },
    async close() {
      listeners.clear();
      watchers.clear();
      queue.close();
      sender.drop();
      await end(client, clock);
    },
  };
}

/** Resolves when the connection is closed. */
function end(client: mqtt.MqttClient, clock: Clock): Promise<void> {
  return new Promise((resolve) => {
    // `end` waits for acknowledgements in flight; on a broken connection they never come, and a second `end` does
    // nothing.
    const cancel = clock.after(GOODBYE_MILLIS, () => {
      client.stream.destroy();
      resolve();
    });
    const closed = (): void => {
      cancel();
      resolve();
    };
    client.once('close', closed);
    client.end(!client.connected, {}, closed);
  });
}
