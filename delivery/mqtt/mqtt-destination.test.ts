import { describe, expect, onTestFinished, test } from 'vitest';
import type { Alert } from '../../model/alert.ts';
import { DeliveryError } from '../delivery-error.ts';
import { alertOf, hugeAlertOf } from '../test-alert.ts';
import { testClock, testSink, until } from '../test-destination.ts';
import { effectOf } from '../test-effect.ts';
import { alertTopic } from './alert-topic.ts';
import { connectMqtt } from './mqtt-destination.ts';
import { connectClient, retained, startBroker } from './test-broker.ts';

const never = new AbortController().signal;

/** A destination whose fold is live, unless the test does that itself. */
function destinationOf(
  url: string,
  active: () => readonly Alert[],
  { token = 'secret', isLive = true, isWaiting = (_alertId: string): boolean => false } = {},
) {
  const errors = Promise.withResolvers<Error>();
  const destination = connectMqtt({ url, token, onError: errors.resolve });
  const connected = Promise.withResolvers<void>();
  destination.onReady?.(connected.resolve);
  if (isLive) destination.onLive?.(active, isWaiting);
  onTestFinished(() => destination.close());
  return { destination, firstError: errors.promise, connected: connected.promise };
}

describe('alerts on MQTT', () => {
  test('the active set is retained after each connect', async () => {
    const broker = await startBroker();
    destinationOf(broker.url, () => [alertOf('a'), alertOf('b')]);
    await Promise.all([broker.saw('a@1 open'), broker.saw('b@1 open')]);
    expect(await retained(broker.url)).toEqual(['a@1 open', 'b@1 open']);
    broker.cut();
    await Promise.all([broker.saw('a@1 open', 2), broker.saw('b@1 open', 2)]);
  });

  test('retained alerts that are no longer active are cleared, the others stay', async () => {
    const broker = await startBroker();
    const other = await connectClient(broker.url);
    for (const alert of [alertOf('old'), alertOf('a')])
      await other.publishAsync(alertTopic(alert), JSON.stringify(alert), { qos: 1, retain: true });
    destinationOf(broker.url, () => [alertOf('a')]);
    await broker.saw('old nothing');
    expect(await retained(broker.url)).toEqual(['a@1 open']);
    expect(broker.published).not.toContain('a nothing');
  });

  test('alerts that were active while the fold caught up are not published; the active ones then are', async () => {
    const broker = await startBroker();
    const other = await connectClient(broker.url);
    await other.publishAsync(alertTopic(alertOf('ended')), JSON.stringify(alertOf('ended')), { qos: 1, retain: true });
    let active = [alertOf('ended')];
    const { destination, connected } = destinationOf(broker.url, () => active, { isLive: false });
    await connected;
    active = [alertOf('fresh')];
    destination.onLive?.(
      () => active,
      () => false,
    );
    await Promise.all([broker.saw('ended nothing'), broker.saw('fresh@1 open')]);
    expect(await retained(broker.url)).toEqual(['fresh@1 open']);
    expect(broker.published.filter((line) => line === 'ended@1 open')).toHaveLength(1);
  });

  test('each revision is published once, in order, also if the set of active alerts has it already', async () => {
    const broker = await startBroker();
    const { destination, connected } = destinationOf(broker.url, () => [alertOf('a', { revision: 3 }), alertOf('b')], {
      isWaiting: (alertId) => alertId === 'a',
    });
    await connected;
    await broker.saw('b@1 open');
    await destination.deliver(effectOf('b'), never);
    for (const revision of [1, 2, 3]) await destination.deliver(effectOf('a', revision), never);
    await destination.deliver(effectOf('a', 3), never);
    expect(broker.published).toEqual(['b@1 open', 'a@1 open', 'a@2 open', 'a@3 open']);
    expect(await retained(broker.url)).toEqual(['a@3 open', 'b@1 open']);
  });

  test('an effect that was dropped leaves the present state retained, not an older one', async () => {
    const broker = await startBroker();
    const other = await connectClient(broker.url);
    const gone = alertOf('gone', { zoneId: 'underpass-2' });
    for (const alert of [alertOf('a'), gone])
      await other.publishAsync(alertTopic(alert), JSON.stringify(alert), { qos: 1, retain: true });
    // Both are queued at the connect, so they are left to their delivery; then city time passes their age.
    let waiting = ['a', 'gone'];
    const { destination, connected } = destinationOf(broker.url, () => [alertOf('a', { revision: 3 })], {
      isWaiting: (alertId) => waiting.includes(alertId),
    });
    await connected;
    waiting = [];
    destination.onDropped?.(effectOf('a', 2));
    destination.onDropped?.({ ...effectOf('gone', 2, { zoneId: 'underpass-2' }) });
    await Promise.all([broker.saw('a@3 open'), broker.saw('gone nothing')]);
    expect(await retained(broker.url)).toEqual(['a@3 open']);
  });

  test('a subscriber gets the cleared alert, and then the empty retained message', async () => {
    const broker = await startBroker();
    const listener = await connectClient(broker.url);
    const heard: string[] = [];
    const end = Promise.withResolvers<void>();
    listener.on('message', (_topic, payload) => {
      heard.push(payload.length === 0 ? 'nothing' : (JSON.parse(payload.toString()) as Alert).status);
      if (heard.at(-1) === 'nothing') end.resolve();
    });
    await listener.subscribeAsync('city/v1/alerts/underpass-1/#', { qos: 1 });
    const { destination, connected } = destinationOf(broker.url, () => []);
    await connected;
    await destination.deliver(effectOf('a'), never);
    await destination.deliver(effectOf('a', 2, { status: 'cleared' }), never);
    await end.promise;
    expect(heard).toEqual(['open', 'cleared', 'nothing']);
    expect(await retained(broker.url)).toEqual([]);
  });

  test('without a connection a delivery fails at once, and can be retried', async () => {
    const { destination } = destinationOf('mqtt://127.0.0.1:1', () => []);
    await expect(destination.deliver(effectOf('a'), never)).rejects.toEqual(
      new DeliveryError('not connected', { isPermanent: false }),
    );
    await until(() => destination.health().detail.includes('ECONNREFUSED'));
    expect(destination.health().isConnected).toBe(false);
  });

  test('a wrong token is reported', async () => {
    const broker = await startBroker();
    const { destination, firstError } = destinationOf(broker.url, () => [], { token: 'guess' });
    expect((await firstError).message).toMatch(/not authori[sz]ed|refused/i);
    expect(destination.health().isConnected).toBe(false);
  });

  test('closing without a PUBACK of the broker is not an error', async () => {
    const asked = Promise.withResolvers<void>();
    const broker = await startBroker({
      isRefusing: () => {
        asked.resolve();
        return true;
      },
    });
    const { destination } = destinationOf(broker.url, () => [alertOf('a')]);
    await asked.promise;
    await destination.close();
    expect(destination.health().isConnected).toBe(false);
  });
});

describe('the sink of the own MQTT', () => {
  test('publishes 50 later alerts although the first has 4.2 MB of evidence, to a broker that accepts 1 MiB', async () => {
    const broker = await startBroker({ maxPacketBytes: 1024 * 1024 });
    const clock = testClock();
    const { destination, connected } = destinationOf(broker.url, () => [], { isLive: false });
    await connected;
    const huge = { ...effectOf('huge'), alert: hugeAlertOf('huge') };
    const later = Array.from({ length: 50 }, (_, n) => effectOf(`later-${n}`));
    const active = [huge, ...later].map(({ alert }) => alert);
    const sink = await testSink({ destination, after: clock.after, active });
    sink.take({ nextOffset: 1, cityTime: 0, effects: [huge, ...later] });
    sink.goLive(0);
    await until(() => sink.status().delivered === 51);
    expect(broker.published).toHaveLength(51);
    expect(await retained(broker.url)).toContain('huge@1 open');
    expect(sink.status()).toMatchObject({ nextOffset: 1, waiting: 0, failed: 0, trouble: null });
    await sink.close();
  });

  test('an alert too large for any message is dropped and named, and the 50 after it are published', async () => {
    const broker = await startBroker();
    const clock = testClock();
    const problems: string[] = [];
    const { destination, connected } = destinationOf(broker.url, () => [], { isLive: false });
    await connected;
    const later = Array.from({ length: 50 }, (_, n) => effectOf(`later-${n}`));
    const active = later.map(({ alert }) => alert);
    const sink = await testSink({ destination, after: clock.after, problems, active });
    sink.goLive(0);
    const title = { en: 'x'.repeat(100_000), zh: '' };
    sink.take({ nextOffset: 1, cityTime: 0, effects: [effectOf('huge', 1, { title }), ...later] });
    await until(() => sink.status().delivered === 50);
    expect(sink.status()).toMatchObject({ failed: 1, waiting: 0 });
    expect(problems).toEqual([expect.stringContaining('huge@1 given up: larger than 65536 bytes')]);
    await sink.close();
  });

  test('publishes what came while the connection was lost, at once after the reconnect', async () => {
    const broker = await startBroker();
    const clock = testClock();
    const { destination, connected } = destinationOf(broker.url, () => [], { isLive: false });
    await connected;
    const sink = await testSink({ destination, after: clock.after, active: [alertOf('a', { revision: 2 })] });
    broker.cut();
    await until(() => !destination.health().isConnected);
    sink.take({ nextOffset: 1, cityTime: 0, effects: [effectOf('a'), effectOf('a', 2)] });
    sink.goLive(0);
    await until(() => sink.status().trouble?.includes('a@1 not delivered after 1 attempts') === true);
    await until(() => sink.status().delivered === 2);
    expect(broker.published).toEqual(['a@1 open', 'a@2 open']);
    await sink.close();
  });
});
