import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createCounter } from './create-counter.ts';
import { createStubAnswers, type StubAnswers } from './stub-answers.ts';
import { openStubBroker, type Published } from './stub-broker.ts';

/** A city with one zone tree, three devices, a real broker and a real event stream, on 127.0.0.1. */
export interface StubCity extends Pick<StubAnswers, 'stored' | 'questions' | 'acknowledged' | 'addZone'> {
  /** As the embedding Node-RED provides it. */
  readonly settings: Readonly<Record<string, string>>;
  /** Queries of the requested streams, oldest first. */
  readonly streamQueries: string[];
  /** Paths of all other requests. */
  readonly asked: string[];
  /** Answers every request but streams with 503. */
  isSilent: boolean;
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

/** Opens both; they accept `tokens`. */
export async function openStubCity(): Promise<StubCity> {
  const { stored, questions, acknowledged, addZone, answerRequest } = createStubAnswers();
  let isSilent = false;
  const streams = new Set<ServerResponse>();
  const opened = createCounter();
  const streamQueries: string[] = [];
  const asked: string[] = [];
  const http = createServer((request, answer) => {
    const { pathname, search } = new URL(request.url ?? '', 'http://stub');
    const isAllowed = request.headers.authorization === 'Bearer api-secret';
    if (!isAllowed) return answer.writeHead(401).end();
    if (pathname !== '/api/stream') {
      asked.push(pathname);
      if (isSilent) return answer.writeHead(503).end();
      return answerRequest(request, answer);
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
    get isSilent() {
      return isSilent;
    },
    set isSilent(next) {
      isSilent = next;
    },
    addZone,
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
