import { type AddressInfo, createServer as createTcpServer, type Socket } from 'node:net';
import { Aedes } from 'aedes';
import { createCounter } from './create-counter.ts';

/** What a client was told by the stub's broker. */
export interface Published {
  readonly topic: string;
  readonly payload: unknown;
}

/** A real broker on a free port of 127.0.0.1 that lets the user `flows` in and keeps the notices that it is sent. */
export interface StubBroker {
  readonly port: number;
  publish(topic: string, text: string, retain?: boolean): Promise<void>;
  /** Resolves with the next notice. */
  nextNotice(): Promise<Published>;
  /** Resolves when so many subscriptions have been granted in all. */
  subscribed(count: number): Promise<void>;
  /** Closes all connections and accepts none until `resume`. */
  suspend(): Promise<void>;
  resume(): Promise<void>;
  readonly clients: number;
  close(): Promise<void>;
}

export async function openStubBroker(): Promise<StubBroker> {
  const aedes = await Aedes.createBroker();
  const granted = createCounter();
  aedes.authenticate = (_client, username, password, done) =>
    done(null, username === 'flows' && password?.toString() === 'mqtt-secret');
  aedes.on('subscribe', (_subscriptions, client) => client && granted.add());
  const notices: Published[] = [];
  const takers: ((notice: Published) => void)[] = [];
  aedes.on('publish', ({ topic, payload }, client) => {
    if (client === null || !topic.startsWith('city/v1/notices/')) return;
    const notice = { topic, payload: JSON.parse(payload.toString()) as unknown };
    const take = takers.shift();
    if (take) take(notice);
    else notices.push(notice);
  });
  const sockets = new Set<Socket>();
  const createBrokerServer = () =>
    createTcpServer((socket) => {
      sockets.add(socket);
      socket.on('close', () => sockets.delete(socket)).on('error', () => {});
      aedes.handle(socket);
    });
  let tcp = createBrokerServer();
  await new Promise<void>((resolve) => tcp.listen(0, '127.0.0.1', resolve));
  const { port } = tcp.address() as AddressInfo;

  const publish = (topic: string, text: string, retain = false): Promise<void> =>
    new Promise((resolve, reject) => {
      const packet = { cmd: 'publish', topic, payload: Buffer.from(text), qos: 1, retain, dup: false } as const;
      aedes.publish(packet, (error) => (error ? reject(error) : resolve()));
    });
  const suspend = (): Promise<void> =>
    new Promise((resolve) => {
      tcp.close(() => resolve());
      for (const socket of sockets) socket.destroy();
    });

  return {
    port,
    publish,
    nextNotice: () => {
      const notice = notices.shift();
      return notice ? Promise.resolve(notice) : new Promise((resolve) => takers.push(resolve));
    },
    subscribed: granted.reached,
    suspend,
    resume() {
      tcp = createBrokerServer();
      return new Promise((resolve) => tcp.listen(port, '127.0.0.1', resolve));
    },
    get clients() {
      return aedes.connectedClients;
    },
    async close() {
      if (tcp.listening) await suspend();
      await new Promise<void>((resolve) => aedes.close(() => resolve()));
    },
  };
}
