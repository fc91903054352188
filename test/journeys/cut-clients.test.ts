import mqtt from 'mqtt';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openTestGateway, type TestGateway, tokenOf } from '../../broker/testing/test-gateway.ts';
import { openCuttingProxy } from '../harness/cutting-proxy.ts';
import { foldRecords } from '../harness/fold-records.ts';

const TOPIC = 'city/v1/devices/gauge-1/telemetry';
const MESSAGES = 10_000;
/** Bytes of a client after which its connection is cut: more than are in flight, or no message would ever pass. */
const LEAST_BYTES = 12_000;
const MOST_BYTES = 150_000;
const START = 1_782_864_000_000;

/** How a message can be told from another one; `none`: not at all, all are equal. */
const MARKS = ['time', 'number', 'none'] as const;
type Mark = (typeof MARKS)[number];

const messageOf = (mark: Mark, n: number): string =>
  JSON.stringify({
    ...(mark === 'time' ? { ts: START + n } : mark === 'number' ? { seq: n, boot: 'b' } : {}),
    rain: 0.2,
  });

/** Numbers from 0 to 1, the same in each run (Lehmer, 1951). */
function lehmer(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

/** A gateway behind a proxy that cuts each connection at another place. */
async function openCity(seed: number): Promise<{ readonly city: TestGateway; readonly port: number }> {
  const city = await openTestGateway({
    limits: { messagesPerSecond: Number.POSITIVE_INFINITY },
    wallNow: () => START + MESSAGES,
  });
  const random = lehmer(seed);
  const proxy = await openCuttingProxy(city.gateway.mqttPort, () => LEAST_BYTES + random() * MOST_BYTES);
  onTestFinished(() => proxy.close());
  return { city, port: proxy.port };
}

/** Folds what the journal has; says how often the client sent again, and what of that is stored. */
async function judge(client: string, mark: Mark, { journal }: TestGateway): Promise<void> {
  const { readings, account } = await foldRecords(
    journal.records.map(({ offset: _, ...record }) => record as never),
  ).then((city) => ({ readings: city.readings, account: city.account('gauge-1') }));
  const again = journal.of('publication').length - MESSAGES;
  const twice = readings.length - MESSAGES;
  const { duplicate } = account.messages;
  const { possibleRepeat } = account.values;
  // biome-ignore lint/suspicious/noConsole: the figures of each client are asked for.
  console.info(
    `${client}, ${mark}: sent again ${again}, repeats ${duplicate}, twice ${twice} (marked ${possibleRepeat})`,
  );
  expect(again).toBeGreaterThan(0);
  if (mark === 'none') {
    expect(twice).toBeGreaterThanOrEqual(0);
    expect(twice).toBeLessThanOrEqual(again);
  } else {
    expect(twice).toBe(0);
  }
}

describe.each(MARKS)('10,000 messages through connections that are cut, told apart by: %s', (mark) => {
  test('MQTT.js', async () => {
    const { city, port } = await openCity(7);
    const options = { clientId: 'gauge-1', username: 'gauge-1', password: tokenOf('gauge-1'), reconnectPeriod: 10 };
    const client = mqtt.connect(`mqtt://127.0.0.1:${port}`, options);
    onTestFinished(() => client.endAsync(true));
    client.on('error', () => {});
    // In windows, as a device does that has a bound: MQTT.js itself loses what is published while it sends again.
    for (let n = 0; n < MESSAGES; n += 100) {
      const window = Array.from({ length: 100 }, (_, i) =>
        client.publishAsync(TOPIC, messageOf(mark, n + i), { qos: 1 }),
      );
      await Promise.all(window);
    }
    await judge('MQTT.js', mark, city);
  });
});
