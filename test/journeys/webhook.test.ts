import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { eventually } from '../harness/eventually.ts';
import { startTestCity, type TestCity, testDevice } from '../harness/test-city.ts';

interface Request {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

let city: TestCity | undefined;
let server: Server | undefined;
afterEach(async () => {
  await city?.close();
  server?.closeAllConnections();
  server?.close();
});

test('a critical alert reaches a duty officer by a signed webhook, again after a refusal, once after a restart', async () => {
  const requests: Request[] = [];
  let status = 500;
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (part) => (body += part));
    request.on('end', () => {
      requests.push({ headers: request.headers, body });
      response.writeHead(status).end();
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  city = await startTestCity({
    devices: [testDevice('flood-1', 'road-flood-depth')],
    settings: { alerts: { webhooks: [{ name: 'duty', url: `http://127.0.0.1:${port}/alerts` }] } },
  });
  const here = city;
  const gauge = await here.connect('flood-1');
  const depth = JSON.stringify({ ts: Date.now(), values: { depth: { value: 45, unit: 'cm' } } });
  await gauge.publishAsync('city/v1/devices/flood-1/telemetry', depth, { qos: 1 });

  await eventually(() => expect(requests.length).toBeGreaterThan(0));
  await eventually(async () =>
    expect(await (await here.fetch('/readyz')).text()).toMatch(/alerts-to-webhook:duty.*500/),
  );
  status = 204;
  await eventually(async () => expect((await here.fetch('/readyz')).status).toBe(200));
  const told = requests.length;
  const [first, last] = [requests[0], requests[told - 1]];
  expect([last?.body, last?.headers['citynerve-event-id']]).toEqual([
    first?.body,
    first?.headers['citynerve-event-id'],
  ]);
  expect(JSON.parse(last?.body ?? '')).toMatchObject({
    type: 'alert.publish',
    alert: { severity: 'critical', status: 'open', zoneId: 'underpass' },
  });
  const secret = readFileSync(join(here.folder.secrets, 'webhook-duty.secret'), 'utf8').trim();
  const signed = `${last?.headers['citynerve-timestamp']}.${last?.body}`;
  expect(last?.headers['citynerve-signature']).toContain(createHmac('sha256', secret).update(signed).digest('hex'));

  await here.restart();
  await eventually(async () => expect((await here.fetch('/readyz')).status).toBe(200));
  expect(requests.length).toBe(told);
});
