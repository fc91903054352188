import { get, type IncomingMessage } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Reading } from '../../model/reading.ts';
import type { ApiServer } from '../api-server.ts';
import { createApi } from '../create-api.ts';
import {
  ALERT,
  CITY_TIME,
  LEDGER_ENTRY,
  SIGNED_IN,
  STATUS,
  signedInAt,
  type TestCity,
  testCity,
} from '../test-city.ts';

describe('the live stream over a real connection', () => {
  let city: TestCity;
  let app: ApiServer;
  beforeEach(async () => {
    city = testCity();
    app = await createApi(city.deps);
    await app.listen({ host: '127.0.0.1', port: 0 });
  });
  afterEach(() => app.close());

  const open = (query = ''): Promise<IncomingMessage> => {
    const { port } = app.server.address() as AddressInfo;
    return new Promise((resolve, reject) => {
      get(
        { port, path: `/api/stream${query}`, headers: { ...signedInAt(port), 'accept-encoding': 'gzip' } },
        resolve,
      ).on('error', reject);
    });
  };
  /** Reads until the text contains `wanted`; the rest of the stream is not read. */
  const readUntil = (answer: IncomingMessage, wanted: string): Promise<string> =>
    new Promise((resolve) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk;
        if (text.includes(wanted)) resolve(text);
      });
    });
  const ended = (answer: IncomingMessage): Promise<void> =>
    new Promise((resolve) => {
      answer.on('close', resolve).on('error', () => {});
      answer.resume();
    });

  test('opens at once, uncompressed, with the secure headers', async () => {
    const answer = await open();
    expect(answer.headers).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    });
    expect(answer.headers['content-encoding']).toBeUndefined();
    expect(await readUntil(answer, '\n\n')).toBe('retry: 2000\n\n');
    answer.destroy();
  });

  test('sends events of the requested topics', async () => {
    const answer = await open('?topics=alerts,city');
    const heard = readUntil(answer, 'event: city');
    city.tell({ topic: 'readings', data: [] });
    city.tell({ topic: 'alerts', data: [ALERT] });
    city.tell({ topic: 'city', data: { cityTime: CITY_TIME, lag: city.deps.lag() } });
    const text = await heard;
    expect(text).toContain('event: alerts\ndata: [{"id":"waterlogging');
    expect(text).not.toContain('event: readings');
    expect(text).not.toContain('"evidence":');
    answer.destroy();
  });

  test('sends the status each second', async () => {
    const answer = await open('?topics=status');
    const heard = readUntil(answer, 'event: status');
    city.heartbeat();
    expect(await heard).toContain(`event: status\ndata: ${JSON.stringify(STATUS)}\n\n`);
    answer.destroy();
  });

  test('sends only the requested readings; a zone includes the zones below it', async () => {
    const [reading] = await city.deps.store.range({ from: 0, until: CITY_TIME, limit: 1 });
    const at = (deviceId: string, zoneId: string) => ({ ...reading, deviceId, zoneId }) as Reading;
    const heardBy = async (query: string) => {
      const answer = await open(`?topics=readings,city&${query}`);
      const heard = readUntil(answer, 'event: city');
      city.tell({ topic: 'readings', data: [at('rain-1', 'city'), at('rain-2', 'road-1')] });
      city.tell({ topic: 'city', data: { cityTime: CITY_TIME, lag: city.deps.lag() } });
      const text = await heard;
      answer.destroy();
      return [...text.matchAll(/"deviceId":"([^"]+)"/g)].map(([, id]) => id);
    };
    expect(await heardBy('zones=city')).toEqual(['rain-1', 'rain-2']);
    expect(await heardBy('zones=road-1')).toEqual(['rain-2']);
    expect(await heardBy('devices=rain-1&levels=good,suspect&properties=rain.depth')).toEqual(['rain-1']);
    expect(await heardBy('levels=bad')).toEqual([]);
    expect(await heardBy('properties=air.pm2_5')).toEqual([]);
  });

  test.each([
    ['properties', 'rain.depth,gossip', 'gossip'],
    ['zones', 'city,atlantis', 'atlantis'],
    ['devices', 'rain-9', 'rain-9'],
    ['levels', 'excellent', 'excellent'],
    ['levels', '', ''],
  ])('refuses %s that there are not: %j', async (field, value, stranger) => {
    const answer = await app.inject({ url: `/api/stream?${field}=${value}`, headers: SIGNED_IN });
    expect(answer.json()).toMatchObject({ status: 400, field, detail: expect.stringContaining(`"${stranger}"`) });
  });

  test('refuses an unknown topic', async () => {
    const answer = await app.inject({ url: '/api/stream?topics=readings,gossip', headers: SIGNED_IN });
    expect(answer.json()).toMatchObject({ status: 400, field: 'topics', detail: expect.stringContaining('"gossip"') });
  });

  test('sends a heartbeat, and ends with the session', async () => {
    const answer = await open();
    const heard = readUntil(answer, ': still here');
    city.heartbeat();
    await heard;
    city.endedSessions.add('good');
    city.heartbeat();
    await ended(answer);
  });

  test('closes the stream of a page that does not read, while another page gets everything', async () => {
    const connections: Socket[] = [];
    app.server.on('connection', (socket) => connections.push(socket));
    const stuck = await open('?topics=ledger');
    const quick = await open('?topics=ledger');
    stuck.on('error', () => {}).pause();
    const [ofStuck] = connections;
    let sent = 0;
    // As fast as one page reads them, until the system's buffers for the page that does not read are full.
    while (ofStuck?.destroyed === false) {
      sent += 1;
      const heard = readUntil(quick, `"missing":${sent},`);
      city.tell({ topic: 'ledger', data: [{ ...LEDGER_ENTRY, provider: 'x'.repeat(100_000), missing: sent }] });
      await heard;
      quick.removeAllListeners('data');
      expect(sent).toBeLessThan(2000);
    }
    const last = readUntil(quick, 'last words');
    city.tell({ topic: 'ledger', data: [{ ...LEDGER_ENTRY, provider: 'last words' }] });
    await last;
    quick.destroy();
    stuck.destroy();
  });

  test('ends when the API closes', async () => {
    const answer = await open();
    const end = ended(answer);
    await app.close();
    await end;
  });
});
