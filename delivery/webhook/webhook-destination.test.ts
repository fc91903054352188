import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { hugeAlertOf } from '../test-alert.ts';
import { testClock, testSink, until } from '../test-destination.ts';
import { effectOf } from '../test-effect.ts';
import { createWebhook } from './webhook-destination.ts';

interface Request {
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** A real HTTP server that answers as the test specifies. */
async function receiver(answer: (request: Request, response: ServerResponse, count: number) => void) {
  const requests: Request[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const received = { headers: request.headers, body: Buffer.concat(chunks).toString() };
      requests.push(received);
      answer(received, response, requests.length);
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { requests, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/alerts` };
}

const SECRET = 'known to both';

function webhookTo(url: string, clock = testClock()) {
  return createWebhook({
    name: 'duty',
    url,
    severities: ['critical'],
    secret: SECRET,
    now: () => 1_700_000_000_000 + clock.now(),
    after: clock.after,
  });
}

const critical = (id: string, revision = 1) =>
  effectOf(id, revision, { severity: 'critical', peakSeverity: 'critical' });
const status = (code: number) => (_: Request, response: ServerResponse) => response.writeHead(code).end();

async function attempt(url: string, clock = testClock()): Promise<{ isPermanent: boolean; message: string }> {
  const delivery = webhookTo(url, clock).deliver(critical('a'), new AbortController().signal);
  return delivery.then(
    () => expect.fail('it was delivered'),
    (error) => error,
  );
}

describe('a webhook', () => {
  test('posts the alert as JSON, signed over timestamp and body', async () => {
    const { requests, url } = await receiver(status(204));
    await webhookTo(url).deliver(critical('a', 3), new AbortController().signal);
    const { headers, body } = requests[0] ?? expect.fail('nothing came');
    expect(headers).toMatchObject({
      'content-type': 'application/json',
      'citynerve-event-id': 'a@3',
      'citynerve-timestamp': '1700000000000',
    });
    const hmac = createHmac('sha256', SECRET).update(`1700000000000.${body}`).digest('hex');
    expect(headers['citynerve-signature']).toBe(`sha256=${hmac}`);
    expect(JSON.parse(body)).toEqual({ id: 'a@3', type: 'alert.publish', alert: critical('a', 3).alert });
    expect(JSON.stringify(headers) + body).not.toContain(SECRET);
  });

  test('gets alerts that are or were critical, unless its settings say otherwise', () => {
    const webhook = webhookTo('http://127.0.0.1:1/');
    expect(webhook.wants(effectOf('a'))).toBe(false);
    expect(webhook.wants(critical('a'))).toBe(true);
    expect(webhook.wants(effectOf('a', 2, { severity: 'watch', peakSeverity: 'critical' }))).toBe(true);
  });

  test.each([
    [500, false],
    [503, false],
    [408, false],
    [429, false],
    [400, true],
    [404, true],
    [413, true],
  ])('an answer of %i is a failure that is permanent: %s', async (code, isPermanent) => {
    const { url } = await receiver(status(code));
    expect(await attempt(url)).toMatchObject({ isPermanent, message: `answered ${code}` });
  });

  test('follows no redirect', async () => {
    const other = await receiver(status(200));
    const { url } = await receiver((_, response) => response.writeHead(307, { Location: other.url }).end());
    expect(await attempt(url)).toMatchObject({ isPermanent: false, message: expect.stringContaining('answered 307') });
    expect(other.requests).toEqual([]);
  });

  test('that resets the connection is retried', async () => {
    const { url } = await receiver((_, response) => response.destroy());
    expect(await attempt(url)).toMatchObject({ isPermanent: false });
  });

  test('that hangs is aborted after 10 s', async () => {
    const clock = testClock();
    const asked = Promise.withResolvers<void>();
    const { url } = await receiver(() => asked.resolve());
    const failure = attempt(url, clock);
    await asked.promise;
    await clock.pass(10_000);
    expect(await failure).toMatchObject({ isPermanent: false, message: 'no answer within 10 s' });
  });

  test('that is not available is reported in its health, until it is again', async () => {
    const { url } = await receiver((_, response, count) => response.writeHead(count === 1 ? 502 : 200).end());
    const webhook = webhookTo(url);
    await expect(webhook.deliver(critical('a'), new AbortController().signal)).rejects.toThrow('answered 502');
    expect(webhook.health()).toEqual({ isConnected: false, detail: 'answered 502' });
    await webhook.deliver(critical('a'), new AbortController().signal);
    expect(webhook.health().isConnected).toBe(true);
    expect(await attempt('http://127.0.0.1:1/')).toMatchObject({ isPermanent: false, message: expect.any(String) });
  });

  test('gets a repeat with the same id and the same bytes, and a large alert within the size limit', async () => {
    const clock = testClock();
    const { requests, url } = await receiver((_, response, count) => response.writeHead(count < 3 ? 500 : 200).end());
    const sink = await testSink({ destination: webhookTo(url, clock), after: clock.after });
    sink.goLive(0);
    const { alert } = critical('huge');
    const huge = { ...critical('huge'), alert: hugeAlertOf('huge', { peakSeverity: alert.peakSeverity }) };
    sink.take({ nextOffset: 1, cityTime: 0, effects: [huge] });
    for (const count of [1, 2]) {
      await until(() => sink.status().trouble?.includes(`after ${count} attempts`) === true);
      await clock.pass(1_000);
    }
    await until(() => sink.status().delivered === 1);
    expect(new Set(requests.map(({ body }) => body)).size).toBe(1);
    expect(new Set(requests.map(({ headers }) => headers['citynerve-event-id']))).toEqual(new Set(['huge@1']));
    expect(requests[0]?.body.length).toBeLessThan(70_000);
    await sink.close();
  });
});
