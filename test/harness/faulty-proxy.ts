import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** Faults that it can inject. */
export type ProxyFault =
  | 'none'
  /** New and open connections are reset. */
  | 'refuse'
  /** Requests reach the server; answers are dropped. */
  | 'swallow-answers'
  /** Requests reach the server; the connection is reset when the answer begins. */
  | 'cut-answers'
  /** Half of each answer is passed on, then the connection is closed as if it were complete. */
  | 'half-answers'
  /** Answers are passed on one byte in each turn of the event loop. */
  | 'drip-answers';

/** A proxy between a client and a real server that injects faults and counts connections. */
export interface FaultyProxy {
  readonly port: number;
  fault: ProxyFault;
  /** Connections since the start, open now, and the most at once. */
  readonly connections: number;
  readonly openSockets: number;
  readonly mostSockets: number;
  /** Chunks that the client sent: about the number of its requests. */
  readonly requests: number;
  close(): Promise<void>;
}

export async function startFaultyProxy(target: { readonly host: string; readonly port: number }): Promise<FaultyProxy> {
  const open = new Set<Socket>();
  const seen = { connections: 0, mostSockets: 0, requests: 0 };
  let fault: ProxyFault = 'none';

  const server = createServer((client) => {
    seen.connections += 1;
    open.add(client);
    seen.mostSockets = Math.max(seen.mostSockets, open.size);
    client.once('close', () => open.delete(client));
    client.on('error', () => {});
    if (fault === 'refuse') {
      client.resetAndDestroy();
      return;
    }
    const upstream = connect(target);
    upstream.on('error', () => client.destroy());
    client.once('close', () => upstream.destroy());
    client.on('data', (bytes) => {
      seen.requests += 1;
      upstream.write(bytes);
    });
    upstream.on('data', (bytes) => answer(client, bytes));
    upstream.once('close', () => client.end());
  });

  function answer(client: Socket, bytes: Buffer): void {
    if (fault === 'swallow-answers') return;
    if (fault === 'cut-answers') client.resetAndDestroy();
    else if (fault === 'half-answers') client.end(bytes.subarray(0, bytes.length >> 1));
    else if (fault === 'drip-answers') drip(client, bytes);
    else client.write(bytes);
  }

  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    get fault() {
      return fault;
    },
    set fault(next) {
      fault = next;
      // Connections that are open have no fault yet.
      if (next !== 'none') for (const socket of open) socket.resetAndDestroy();
    },
    get connections() {
      return seen.connections;
    },
    get openSockets() {
      return open.size;
    },
    get mostSockets() {
      return seen.mostSockets;
    },
    get requests() {
      return seen.requests;
    },
    async close() {
      for (const socket of open) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

function drip(client: Socket, bytes: Buffer): void {
  if (bytes.length === 0 || client.destroyed) return;
  client.write(bytes.subarray(0, 1));
  setImmediate(drip, client, bytes.subarray(1));
}
