import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { Aedes } from 'aedes';
import mqtt, { type MqttClient } from 'mqtt';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Alert } from '../model/alert.ts';
import { alertTopic, connectAlertPublisher } from './alert-publisher.ts';
import { alertOf } from './test-alert.ts';

/** A real broker on a free port, with the packets that were published on alert topics as `<id> <status or nothing>`. */
async function startBroker(isRefusing: () => boolean = () => false) {
  const broker = await Aedes.createBroker({
    authenticate: (client, user, password, done) =>
      done(null, user !== 'brain' || (client?.id === 'brain' && `${password}` === 'secret')),
  });
  const watchers = new Set<() => void>();
  const published: string[] = [];
  broker.authorizePublish = (_client, packet, done) => {
    if (isRefusing()) return;
    const text = packet.payload.toString();
    published.push(`${packet.topic.split('/').at(-1)} ${text === '' ? 'nothing' : (JSON.parse(text) as Alert).status}`);
    done(null);
  };
  // After Aedes has stored what is retained.
  broker.on('publish', () => {
    for (const watcher of [...watchers]) watcher();
  });
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    broker.handle(socket);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const url = `mqtt://127.0.0.1:${(server.address() as AddressInfo).port}`;
  onTestFinished(async () => {
    server.close();
    await new Promise<void>((resolve) => broker.close(() => resolve()));
  });
  return {
    url,
    published,
    cut: () => {
      for (const socket of sockets) socket.destroy();
    },
    /** Resolves once so many such packets have been published. */
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

async function connectClient(url: string): Promise<MqttClient> {
  const client = await mqtt.connectAsync(url, { username: 'operator', clientId: `operator:${crypto.randomUUID()}` });
  onTestFinished(() => client.endAsync(true));
  return client;
}

/** What a newcomer finds retained: everything that comes before the word that it sends itself after subscribing. */
async function retained(url: string): Promise<string[]> {
  const client = await connectClient(url);
  const found: string[] = [];
  const end = Promise.withResolvers<void>();
  client.on('message', (topic, payload, packet) => {
    if (topic === 'test/end') end.resolve();
    else if (packet.retain) found.push((JSON.parse(payload.toString()) as Alert).id);
  });
  await client.subscribeAsync(['city/v1/alerts/#', 'test/end'], { qos: 1 });
  await client.publishAsync('test/end', JSON.stringify({ status: 'end' }), { qos: 1 });
  await end.promise;
  return found.sort();
}

/** One of a brain that has caught up, unless that is left to the test. */
function publisherOf(url: string, active: () => readonly Alert[], { token = 'secret', isLive = true } = {}) {
  const errors = Promise.withResolvers<Error>();
  const publisher = connectAlertPublisher({ url, token, active, onError: errors.resolve });
  if (isLive) publisher.goLive();
  onTestFinished(() => publisher.close());
  return { publisher, firstError: errors.promise };
}

describe('alerts on MQTT', () => {
  test('the active set is retained after each connect', async () => {
    const broker = await startBroker();
    publisherOf(broker.url, () => [alertOf('a'), alertOf('b')]);
    await Promise.all([broker.saw('a open'), broker.saw('b open')]);
    expect(await retained(broker.url)).toEqual(['a', 'b']);
    broker.cut();
    await Promise.all([broker.saw('a open', 2), broker.saw('b open', 2)]);
  });

  test('what is retained and no longer active is cleared, the rest stays', async () => {
    const broker = await startBroker();
    const other = await connectClient(broker.url);
    for (const alert of [alertOf('old'), alertOf('a')])
      await other.publishAsync(alertTopic(alert), JSON.stringify(alert), { qos: 1, retain: true });
    publisherOf(broker.url, () => [alertOf('a')]);
    await broker.saw('old nothing');
    expect(await retained(broker.url)).toEqual(['a']);
    expect(broker.published).not.toContain('a nothing');
  });

  test('what was active while the fold caught up is not told; what is active then replaces what was retained', async () => {
    const broker = await startBroker();
    const other = await connectClient(broker.url);
    await other.publishAsync(alertTopic(alertOf('ended')), JSON.stringify(alertOf('ended')), { qos: 1, retain: true });
    let active = [alertOf('ended')];
    const { publisher } = publisherOf(broker.url, () => active, { isLive: false });
    await publisher.publish(alertOf('fresh'));
    expect(publisher.isConnected).toBe(true);
    active = [alertOf('fresh')];
    publisher.goLive();
    await broker.saw('ended nothing');
    expect(await retained(broker.url)).toEqual(['fresh']);
    expect(broker.published.filter((line) => line === 'ended open')).toHaveLength(1);
  });

  test('an alert that is published stays for newcomers until it is cleared', async () => {
    const broker = await startBroker();
    let active = [alertOf('a')];
    const { publisher } = publisherOf(broker.url, () => active);
    await publisher.publish(alertOf('a'));
    expect(publisher.isConnected).toBe(true);
    expect(await retained(broker.url)).toEqual(['a']);
    active = [];
    await publisher.publish(alertOf('a', { status: 'cleared', revision: 2 }));
    expect(broker.published).toContain('a cleared');
    expect(broker.published.at(-1)).toBe('a nothing');
    expect(await retained(broker.url)).toEqual([]);
  });

  test('who listens hears that an alert is cleared, and then that nothing is left', async () => {
    const broker = await startBroker();
    const listener = await connectClient(broker.url);
    const heard: string[] = [];
    const end = Promise.withResolvers<void>();
    listener.on('message', (_topic, payload) => {
      heard.push(payload.length === 0 ? 'nothing' : (JSON.parse(payload.toString()) as Alert).status);
      if (heard.at(-1) === 'nothing') end.resolve();
    });
    await listener.subscribeAsync('city/v1/alerts/underpass-1/#', { qos: 1 });
    const { publisher } = publisherOf(broker.url, () => []);
    await publisher.publish(alertOf('a', { status: 'cleared' }));
    await end.promise;
    expect(heard.slice(0, 2)).toEqual(['cleared', 'nothing']);
  });

  test('a wrong token is told to the log', async () => {
    const broker = await startBroker();
    const { publisher, firstError } = publisherOf(broker.url, () => [], { token: 'guess' });
    expect((await firstError).message).toMatch(/not authori[sz]ed|refused/i);
    expect(publisher.isConnected).toBe(false);
  });

  test('closing while the broker owes a confirmation is no fault', async () => {
    const asked = Promise.withResolvers<void>();
    const broker = await startBroker(() => {
      asked.resolve();
      return true;
    });
    const { publisher } = publisherOf(broker.url, () => [alertOf('a')]);
    await asked.promise;
    await publisher.close();
    expect(publisher.isConnected).toBe(false);
  });
});
