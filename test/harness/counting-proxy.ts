import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';

/** A proxy between a client and a real HTTP server that counts requests and sockets. */
export interface CountingProxy {
  readonly port: number;
  /** `POST /write?…` and so on, in order. */
  readonly requests: string[];
  /** Open sockets of the client. */
  readonly openSockets: number;
  close(): Promise<void>;
}

export async function startCountingProxy(target: {
  readonly host: string;
  readonly port: number;
}): Promise<CountingProxy> {
  const requests: string[] = [];
  let openSockets = 0;
  const server = http.createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`);
    const forwarded = http.request(
      { ...target, method: request.method, path: request.url, headers: request.headers },
      (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      },
    );
    forwarded.on('error', () => response.destroy());
    response.on('close', () => forwarded.destroy());
    request.pipe(forwarded);
  });
  server.on('connection', (socket) => {
    openSockets += 1;
    socket.once('close', () => {
      openSockets -= 1;
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    requests,
    get openSockets() {
      return openSockets;
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
