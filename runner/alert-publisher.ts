import mqtt from 'mqtt';
import type { Alert } from '../model/alert.ts';

/** The brain as an MQTT client: what is retained on the broker is the set of alerts that are active now. */
export interface AlertPublisher {
  /** Resolves when the broker has confirmed it. A cleared alert is told to who listens and then no longer retained. */
  publish(alert: Alert): Promise<void>;
  /** Retains what is active now and clears what is not, however the broker stands. */
  tellAll(): void;
  readonly isConnected: boolean;
  close(): Promise<void>;
}

export const alertTopic = (alert: Pick<Alert, 'zoneId' | 'scenarioId' | 'id'>): string =>
  `city/v1/alerts/${alert.zoneId}/${alert.scenarioId}/${alert.id}`;

/**
 * Connects with the brain's own credential. Aedes keeps retained messages in memory, so on each connect the whole set of active
 * alerts is published again and what is retained but no longer active is cleared.
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
  client.on('message', (topic, payload) => {
    const isActive = options.active().some((alert) => alertTopic(alert) === topic);
    if (!isActive && payload.length > 0) retain(topic, '').catch(options.onError);
  });
  const tellAll = (): void => {
    for (const alert of options.active()) retain(alertTopic(alert), JSON.stringify(alert)).catch(options.onError);
    client.subscribe('city/v1/alerts/#', { qos: 1 }, (error) => error && options.onError(error));
  };
  client.on('connect', tellAll);

  const retain = async (topic: string, text: string): Promise<void> => {
    await client.publishAsync(topic, text, { qos: 1, retain: true });
  };

  return {
    async publish(alert) {
      await retain(alertTopic(alert), JSON.stringify(alert));
      if (alert.status === 'cleared') await retain(alertTopic(alert), '');
    },
    tellAll: () => {
      // Without a connection the next one tells it.
      if (client.connected) tellAll();
    },
    get isConnected() {
      return client.connected;
    },
    close: () => client.endAsync(true),
  };
}
