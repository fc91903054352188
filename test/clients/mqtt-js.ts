import mqtt from 'mqtt';
import type { ClientOrder } from './client-order.ts';

/** MQTT.js itself loses what is published while it sends again: so a bounded window, as a device has one. */
const IN_FLIGHT = 20;

/** MQTT.js with the store that it has by default: sends again with DUP = 0. */
export async function mqttJs({ port, deviceId, token, topic, payloads }: ClientOrder): Promise<number> {
  const options = { clientId: deviceId, username: deviceId, password: token, reconnectPeriod: 20 };
  const client = mqtt.connect(`mqtt://127.0.0.1:${port}`, options);
  client.on('error', () => {});
  let acknowledged = 0;
  for (let first = 0; first < payloads.length; first += IN_FLIGHT) {
    const window = payloads.slice(first, first + IN_FLIGHT);
    await Promise.all(window.map((payload) => client.publishAsync(topic, payload, { qos: 1 })));
    acknowledged += window.length;
  }
  await client.endAsync();
  return acknowledged;
}
