import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { Aedes } from 'aedes';
import mqtt, { type MqttClient } from 'mqtt';
import { onTestFinished } from 'vitest';
import type { Alert } from '../../model/alert.ts';

/**
 * A real broker on a free port. `published` lists the publications on alert topics as `<id>@<revision> <status>`, or
 * `<id> nothing` for an empty payload.
 */
export async function startBroker({
  isRefusing = (): boolean => false,
  maxPacketBytes = Number.POSITIVE_INFINITY,
} = {}) {
  const broker = await Aedes.createBroker({
    authenticate: (client, user, password, done) =>
      done(null, user !== 'brain' || (client?.id === 'brain' && `${password}` === 'secret')),
  });
  const watchers = new Set<() => void>();
  const published: string[] = [];
  broker.authorizePublish = (client, packet, done) => {
    if (isRefusing()) return;
    // As in the gateway, a client that sends too large a packet is disconnected.
    if (packet.payload.length > maxPacketBytes) {
      client?.close();
      return;
    }
    const text = packet.payload.toString();
    const id = packet.topic.split('/').at(-1);
    published.push(text === '' ? `${id} nothing` : describeAlert(JSON.parse(text)));
    done(null);
  };
  // This event comes after Aedes has stored the retained message.
  broker.on('publish', () => {
    for (const watcher of [...watchers]) watcher();
  });
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    broker.handle(socket);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(async () => {
    server.close();
    await new Promise<void>((resolve) => broker.close(() => resolve()));
  });
  return {
    url: `mqtt://127.0.0.1:${(server.address() as AddressInfo).port}`,
    published,
    cut: () => {
      for (const socket of sockets) socket.destroy();
    },
    /** Resolves once `line` has been published so many times. */
    saw: (line: string, times = 1) =>
      new Promise<void>((resolve) => {
        const look = () => {
          if (published.filter((candidate) => candidate === line).length < times) return;
          watchers.delete(look);
          resolve();
        };
        watchers.add(look);
        look();
      }),
  };
}

const describeAlert = ({ id, revision, status }: Alert): string => `${id}@${revision} ${status}`;

/** Connects as an operator; the client is closed when the test ends. */
export async function connectClient(url: string): Promise<MqttClient> {
  const client = await mqtt.connectAsync(url, { username: 'operator', clientId: `operator:${crypto.randomUUID()}` });
  onTestFinished(() => client.endAsync(true));
  return client;
}

/** The retained alerts: what a new subscriber receives before a message that it publishes itself after subscribing. */
export async function retained(url: string): Promise<string[]> {
  const client = await connectClient(url);
  const found: string[] = [];
  const end = Promise.withResolvers<void>();
  client.on('message', (topic, payload, packet) => {
    if (topic === 'test/end') end.resolve();
    else if (packet.retain) found.push(describeAlert(JSON.parse(payload.toString())));
  });
  await client.subscribeAsync(['city/v1/alerts/#', 'test/end'], { qos: 1 });
  await client.publishAsync('test/end', JSON.stringify({ status: 'end' }), { qos: 1 });
  await end.promise;
  return found.sort();
}
