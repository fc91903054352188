import { createServer, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';

/** A server socket that accepts connections until it is closed. */
export interface Listener {
  /** The port that it listens on; a free one where 0 was given. */
  readonly port: number;
  /** Accepts no more connections; open ones stay. */
  close(): Promise<void>;
}

export interface ListenOptions {
  readonly host: string;
  readonly port: number;
  readonly maxConnections: number;
  /** `address`: address and port of the other side. */
  readonly onConnection: (connection: Duplex, address: string) => void;
}

/** TCP keep-alive detects a peer that disappeared without closing, also when its MQTT keep-alive is 0. */
export const TCP_OPTIONS = { noDelay: true, keepAlive: true, keepAliveInitialDelay: 60_000 } as const;

/**
 * Length of the accept queue. After an outage all devices connect at once, and one that finds the queue full tries
 * again only seconds later. The operating system may lower it.
 */
const BACKLOG = 4_096;

/** Address and port of the other side of a socket. */
export const addressOf = ({ remoteAddress = 'unknown', remotePort = 0 }: Socket): string =>
  `${remoteAddress}:${remotePort}`;

/** Listens for MQTT over TCP. Rejects when the port cannot be opened. */
export async function listenTcp({ host, port, maxConnections, onConnection }: ListenOptions): Promise<Listener> {
  const server = createServer(TCP_OPTIONS, (socket) => onConnection(socket, addressOf(socket)));
  server.maxConnections = maxConnections;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, host, backlog: BACKLOG }, () => {
      server.off('error', reject);
      resolve();
    });
  });
  const address = server.address();
  return {
    port: typeof address === 'object' && address ? address.port : port,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
