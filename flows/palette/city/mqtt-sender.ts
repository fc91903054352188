import type { MqttClient } from 'mqtt';
import type { Send } from './publish-queue.ts';

/** Publishes with QoS 1, each message once. */
export interface MqttSender {
  readonly send: Send;
  /** After a disconnect: publishes without PUBACK fail. The caller sends them again, so the client must not. */
  drop(): void;
}

/** A sender for one client. */
export function createMqttSender(client: MqttClient): MqttSender {
  const inFlight = new Set<number>();
  return {
    send: (topic, text) =>
      new Promise((resolve, reject) => {
        let messageId = 0;
        client.publish(topic, text, { qos: 1 }, (error) => {
          inFlight.delete(messageId);
          if (error) reject(error);
          else resolve();
        });
        messageId = client.getLastMessageId();
        inFlight.add(messageId);
      }),
    drop() {
      for (const messageId of [...inFlight]) client.removeOutgoingMessage(messageId);
      inFlight.clear();
    },
  };
}
