import mqtt from 'mqtt';
import type { Alert } from '../model/alert.ts';

/** The brain as an MQTT client: what is retained on the broker is the set of alerts that are active now. */
export interface AlertPublisher {
  /** Resolves when the broker has confirmed it. A cleared alert is told to who listens and then no longer retained. */
  publish(alert: Alert): Promise<void>;
  /** The fold has caught up: retains what is active now and clears what is not, now and on each connect. Before, nothing is told by itself. */
  goLive(): void;
  readonly isConnected: boolean;
  close(): Promise<void>;
}

export const alertTopic = (alert: Pick<Alert, 'zoneId' | 'scenarioId' | 'id'>): string =>
  `city/v1/alerts/${alert.zoneId}/${alert.scenarioId}/${alert.id}`;

const ALL_ALERTS = 'city/v1/alerts/#';

/**
 * Connects with the brain's own credential. Aedes keeps retained messages in memory, so on each connect the whole set of active
 * alerts is published again and what is retained but no longer active is cleared. Not while the fold catches up: what is active then is
 * the past, and would stand where the present was.
 */
export function connectAlertPublisher(options: {
  readonly url: string;
  readonly token: string;
  readonly active: () => readonly Alert[];
  readonly onError: (error: Error) => void;
}): AlertPublisher {
  const client = mqtt.connect(options.url, {
    username: 'brain',
    password: options.token,
    clientId: 'brain',
    clean: true,
    reconnectPeriod: 1000,
    queueQoSZero: false,
  });
  client.on('error', options.onError);
  let isLive = false;
  client.on('message', (topic, payload, { retain: isRetained }) => {
    const isActive = options.active().some((alert) => alertTopic(alert) === topic);
    if (isRetained && !isActive && payload.length > 0) retain(topic, '').catch(options.onError);
  });
  const tellAll = async (): Promise<void> => {
    const told = options.active().map((alert) => retain(alertTopic(alert), JSON.stringify(alert)));
    // The client does not ask again for what it is subscribed to, and only who asks is told what is retained.
    await client.unsubscribeAsync(ALL_ALERTS);
    await client.subscribeAsync(ALL_ALERTS, { qos: 1 });
    await Promise.all(told);
  };
  client.on('connect', () => {
    if (isLive) tellAll().catch(options.onError);
  });

  const retain = async (topic: string, text: string): Promise<void> => {
    await client.publishAsync(topic, text, { qos: 1, retain: true });
  };

  return {
    async publish(alert) {
      await retain(alertTopic(alert), JSON.stringify(alert));
      if (alert.status === 'cleared') await retain(alertTopic(alert), '');
    },
    goLive() {
      isLive = true;
      // Without a connection the next one tells it.
      if (client.connected) tellAll().catch(options.onError);
    },
    get isConnected() {
      return client.connected;
    },
    close: () => client.endAsync(true),
  };
}
