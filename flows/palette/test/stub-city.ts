import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { createCounter } from './create-counter.ts';
import { openStubBroker, type Published } from './stub-broker.ts';

/** A city with one zone tree, three devices, a real broker and a real event stream, on 127.0.0.1. */
export interface StubCity {
  /** As the embedding Node-RED provides it. */
  readonly settings: Readonly<Record<string, string>>;
  /** Queries of the requested streams, oldest first. */
  readonly streamQueries: string[];
  /** Paths of all other requests. */
  readonly asked: string[];
  /** Queries of `GET /api/aggregate` and `GET /api/readings`, oldest first. */
  readonly questions: Readonly<Record<string, string>>[];
  /** Readings that `GET /api/readings` answers with, buckets of `GET /api/aggregate`, alerts of `GET /api/alerts`. */
  readonly stored: {
    readings: unknown[];
    isTruncated: boolean;
    buckets: unknown[];
    alerts: unknown[];
    cityTime: number | null;
  };
  /** What was acknowledged, oldest first. */
  readonly acknowledged: { readonly alertId: string; readonly note: string }[];
  /** Answers every request but streams with this problem. */
  refusal: { readonly status: number; readonly detail: string } | null;
  /** Answers every request but streams with 503. */
  isSilent: boolean;
  /** Adds a zone. */
  addZone(id: string, parentId: string): void;
  /** Sends to all open streams. */
  stream(readings: readonly unknown[]): void;
  /** Resolves when so many streams have been opened in all. */
  streamsOpened(count: number): Promise<void>;
  readonly openStreams: number;
  /** Ends all streams; clients may reconnect. */
  breakStreams(): void;
  /** Publishes an alert as the brain does. */
  publishAlert(alert: { readonly zoneId: string; readonly scenarioId: string; readonly id: string }): Promise<void>;
  publish(topic: string, text: string): Promise<void>;
  /** Resolves with the next notice. */
  nextNotice(): Promise<Published>;
  /** Resolves when so many subscriptions have been granted in all. */
  subscribed(count: number): Promise<void>;
  /** Closes the broker's connections and accepts none until `openBroker`. */
  closeBroker(): Promise<void>;
  openBroker(): Promise<void>;
  readonly clients: number;
  close(): Promise<void>;
}

const zone = (id: string, parentId: string | null) => ({
  properties: { id, name: { en: `Zone ${id}`, zh: `区域${id}` }, parentId },
});
const device = (id: string, provider: string) => ({
  id,
  provider,
  department: 'drainage',
  latitude: 22.5,
  longitude: 114,
});

/** Opens both; they accept `tokens`. */
export async function openStubCity(): Promise<StubCity> {
  const stored: StubCity['stored'] = {
    readings: [],
    isTruncated: false,
    buckets: [],
    alerts: [],
    cityTime: 1_700_000_000_000,
  };
  const zones = [zone('city', null), zone('north', 'city'), zone('cell-1', 'north'), zone('south', 'city')];
  let isSilent = false;
  let refusal: StubCity['refusal'] = null;
  const answers: Readonly<Record<string, () => unknown>> = {
    '/api/devices': () => ({ devices: [device('rain-1', 'yunhe'), device('rain-2', 'haiyu')] }),
    '/api/zones': () => ({ features: zones }),
    '/api/properties': () => ({ properties: { 'rain.depth': { unit: 'mm', title: { en: 'Rain', zh: '雨量' } } } }),
    '/api/scenarios': () => ({ items: [{ id: 'heat', title: { en: 'Heat', zh: '高温' } }] }),
    '/api/city': () => ({ cityTime: stored.cityTime }),
    '/api/readings': () => ({ readings: stored.readings, isTruncated: stored.isTruncated }),
    '/api/aggregate': () => ({ buckets: stored.buckets }),
    '/api/alerts': () => ({ alerts: stored.alerts }),
  };
  const streams = new Set<ServerResponse>();
  const opened = createCounter();
  const streamQueries: string[] = [];
  const asked: string[] = [];
  const questions: Readonly<Record<string, string>>[] = [];
  const acknowledged: StubCity['acknowledged'][number][] = [];
  async function acknowledge(request: IncomingMessage, answer: ServerResponse): Promise<void> {
    const [, id = ''] = /^\/api\/alerts\/([^/]+)\/acknowledge$/.exec(request.url ?? '') ?? [];
    const { note } = (await json(request)) as { note: string };
    acknowledged.push({ alertId: decodeURIComponent(id), note });
    answer.writeHead(202, { 'content-type': 'application/json' }).end(JSON.stringify({ offset: acknowledged.length }));
  }
  const http = createServer((request, answer) => {
    const { pathname, search } = new URL(request.url ?? '', 'http://stub');
    const isAllowed = request.headers.authorization === 'Bearer api-secret';
    if (!isAllowed) return answer.writeHead(401).end();
    if (pathname !== '/api/stream') {
      asked.push(pathname);
      if (isSilent) return answer.writeHead(503).end();
      if (refusal !== null) {
        answer.writeHead(refusal.status, { 'content-type': 'application/problem+json' });
        return answer.end(JSON.stringify({ detail: refusal.detail }));
      }
      if (request.method === 'POST') return acknowledge(request, answer);
      if (/aggregate|readings/.test(pathname)) questions.push(Object.fromEntries(new URLSearchParams(search)));
      const find = answers[pathname];
      return answer
        .writeHead(find ? 200 : 404, { 'content-type': 'application/json' })
        .end(JSON.stringify(find?.() ?? {}));
    }
    streamQueries.push(search.slice(1));
    answer.writeHead(200, { 'content-type': 'text/event-stream' });
    answer.write('retry: 2000\n\n');
    streams.add(answer);
    answer.on('close', () => streams.delete(answer));
    return opened.add();
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));

  const broker = await openStubBroker();

  return {
    settings: {
      apiUrl: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
      mqttUrl: `mqtt://127.0.0.1:${broker.port}`,
      user: 'flows',
      mqttToken: 'mqtt-secret',
      apiToken: 'api-secret',
    },
    streamQueries,
    asked,
    questions,
    stored,
    acknowledged,
    get refusal() {
      return refusal;
    },
    set refusal(next) {
      refusal = next;
    },
    get isSilent() {
      return isSilent;
    },
    set isSilent(next) {
      isSilent = next;
    },
    addZone: (id, parentId) => zones.push(zone(id, parentId)),
    stream(readings) {
      for (const one of streams) one.write(`event: readings\ndata: ${JSON.stringify(readings)}\n\n`);
    },
    streamsOpened: opened.reached,
    get openStreams() {
      return streams.size;
    },
    breakStreams() {
      for (const one of streams) one.destroy();
    },
    publishAlert: (alert) =>
      broker.publish(`city/v1/alerts/${alert.zoneId}/${alert.scenarioId}/${alert.id}`, JSON.stringify(alert), true),
    publish: broker.publish,
    nextNotice: broker.nextNotice,
    subscribed: broker.subscribed,
    closeBroker: broker.suspend,
    openBroker: broker.resume,
    get clients() {
      return broker.clients;
    },
    async close() {
      for (const one of streams) one.destroy();
      http.closeAllConnections();
      await new Promise((resolve) => http.close(resolve));
      await broker.close();
    },
  };
}
