import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { Aedes } from 'aedes';

/** A bare broker for tests of this room, on a free port of the loopback; it records all messages in order. */
export interface TestBroker {
  readonly mqttUrl: string;
  readonly heard: readonly { readonly from: string; readonly topic: string; readonly payload: string }[];
  /** Called for each publication before it is acknowledged. */
  onPublish: (topic: string) => void;
  /** Drops every connection without DISCONNECT. */
  dropAll(): void;
  refuse(user: string): void;
  close(): Promise<void>;
}

/** Starts it. */
export async function startTestBroker(): Promise<TestBroker> {
  const heard: { from: string; topic: string; payload: string }[] = [];
  const refused = new Set<string>();
  const broker = await Aedes.createBroker({
    authenticate: (client, username, _password, done) => {
      const isSame = username === client.id;
      if (isSame && !refused.has(client.id)) done(null, true);
      else done(Object.assign(new Error('not authorised'), { returnCode: 5 }), false);
    },
    authorizePublish: (client, packet, done) => {
      heard.push({ from: client?.id ?? '', topic: packet.topic, payload: packet.payload.toString() });
      testBroker.onPublish(packet.topic);
      done(null);
    },
  });
  const server = createServer(broker.handle);
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const testBroker: TestBroker = {
    mqttUrl: `mqtt://127.0.0.1:${port}`,
    heard,
    onPublish: () => {},
    dropAll: () => {
      for (const socket of sockets) socket.destroy();
    },
    refuse: (user) => refused.add(user),
    close: () =>
      new Promise((resolve) => {
        broker.close(() => server.close(() => resolve()));
      }),
  };
  return testBroker;
}
