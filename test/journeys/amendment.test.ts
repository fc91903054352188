import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { readGeneration } from '../../city/generation.ts';
import { connectGateway } from '../../ipc/gateway-client.ts';
import type { Alert } from '../../model/alert.ts';
import type { ExtensionHealth } from '../../model/extension-health.ts';
import { eventually } from '../harness/eventually.ts';
import { foldedAnew, shown } from '../harness/folded-anew.ts';
import { startTestCity, type TestCity, testDevice } from '../harness/test-city.ts';

const PLACE = { kind: 'scenario', id: 'waterlogging', zoneId: 'underpass', deviceId: null } as const;

let city: TestCity | undefined;
let server: Server | undefined;
afterEach(async () => {
  await city?.close();
  server?.closeAllConnections();
  server?.close();
});

/** A receiver of alerts: ids of what it was told, and the alerts. */
async function startReceiver() {
  const told: { readonly id: string; readonly alert: Alert }[] = [];
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (part) => (body += part));
    request.on('end', () => {
      told.push({ id: `${request.headers['citynerve-event-id']}`, alert: JSON.parse(body).alert });
      response.writeHead(204).end();
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { told, url: `http://127.0.0.1:${port}/alerts` };
}

/** Ids of the alerts that are retained on the city's own MQTT. */
async function retained(here: TestCity): Promise<readonly string[]> {
  const client = await here.connect('flows');
  const ids: string[] = [];
  client.on('message', (topic, payload, { retain }) => {
    if (retain && payload.length > 0) ids.push(topic.slice(topic.lastIndexOf('/') + 1));
  });
  await client.subscribeAsync('city/v1/alerts/#', { qos: 1 });
  // Retained messages come before whatever is asked for next.
  await client.subscribeAsync('city/v1/notices/none', { qos: 1 });
  await client.endAsync();
  return ids;
}

test('after an amendment of old records all that is shown is what a fold from the start gives', async () => {
  const { told, url } = await startReceiver();
  const devices = [
    testDevice('depth-1', 'road-flood-depth'),
    testDevice('depth-2', 'road-flood-depth', { latitude: 22.53 }),
  ];
  city = await startTestCity({ devices, settings: { alerts: { webhooks: [{ name: 'duty', url }] } } });
  const here = city;
  const say = async (deviceId: string, values: object) => {
    const gauge = await here.connect(deviceId);
    await gauge.publishAsync(`city/v1/devices/${deviceId}/telemetry`, JSON.stringify({ values }), { qos: 1 });
    await gauge.endAsync();
  };
  const active = async () => (await here.get<{ alerts: readonly Alert[] }>('/api/alerts')).alerts;
  for (const { id } of devices) for (const depth of [59, 60, 'deep']) await say(id, { depth, unheard: 1 });
  await eventually(async () => expect(await active()).toHaveLength(2));
  await eventually(() => expect(told).toHaveLength(2));
  const [wrong, right] = ['underpass', 'cell'].map((zoneId) => told.find(({ alert }) => alert.zoneId === zoneId));
  if (wrong === undefined || right === undefined) throw new Error('an alert of each zone is told');

  const pids = here.running.supervisor.pids();
  const gateway = connectGateway(here.folder.gatewaySocket);
  const amendment = { type: 'extension-off', ...PLACE, reason: 'a test' } as const;
  const record = { kind: 'amendment', amendmentId: 'a', user: 'li', fromOffset: 1, untilOffset: null } as const;
  await eventually(async () => void (await gateway.append({ ...record, amendment })));
  await gateway.close();
  await say('depth-2', { depth: 58 });

  await eventually(async () => expect((await active()).map(({ id }) => id)).toEqual([right.alert.id]));
  const { items } = await here.get<{ items: readonly ExtensionHealth[] }>('/api/extensions');
  expect(items).toContainEqual(expect.objectContaining({ ...PLACE, isOn: false, offBy: 'amendment', user: 'li' }));
  expect((await here.get<{ alerts: readonly Alert[] }>('/api/alerts?status=all')).alerts).toHaveLength(1);
  expect((await here.fetch(`/api/alerts/${wrong.alert.id}`)).status).toBe(404);
  await eventually(async () => expect(await retained(here)).toEqual([right.alert.id]));
  await eventually(() => expect(told.map(({ id }) => id)).toContain(`${wrong.alert.id}@${wrong.alert.revision + 1}`));
  await eventually(async () => expect((await here.fetch('/readyz')).status).toBe(200));
  expect(here.running.supervisor.pids()['gateway']).toBe(pids['gateway']);

  // A start later nothing is made again, and nobody is told again.
  await say('depth-1', { depth: 61 });
  await here.folded();
  await here.restart();
  await say('depth-2', { depth: 57 });
  await here.folded();
  expect(await (await here.fetch('/readyz')).text()).toContain('generation-2/readings.duckdb is open');
  const repeated = told.filter(({ id }, index) => told.findIndex((each) => each.id === id) !== index);
  expect(repeated).toEqual([]);
  expect(told.filter(({ alert }) => alert.id === wrong.alert.id)).toHaveLength(2);

  await here.running.close();
  const { number } = readGeneration(here.folder);
  const now = await shown(here.folder, number);
  expect(now.readings.length).toBeGreaterThan(5);
  expect(JSON.stringify(await foldedAnew(here.folder, now.cursor ?? 0))).toBe(JSON.stringify(now));
  await here.restart();
});
