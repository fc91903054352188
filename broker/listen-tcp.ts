import { createServer } from 'node:net';
import type { Duplex } from 'node:stream';

/** Something that takes connections until it is closed. */
export interface Listener {
  /** The port that it got, where 0 was asked for. */
  readonly port: number;
  /** Takes no more; connections that are open stay. */
  close(): Promise<void>;
}

export interface ListenOptions {
  readonly host: string;
  readonly port: number;
  readonly maxConnections: number;
  readonly onConnection: (connection: Duplex) => void;
}

/** A peer that vanished without a word is found by the operating system, also when its MQTT keepalive is 0. */
export const TCP_OPTIONS = { noDelay: true, keepAlive: true, keepAliveInitialDelay: 60_000 } as const;

/** A whole city of devices may come back at once; whom the system has no place for asks again seconds later. The system has the last word. */
const BACKLOG = 4_096;

/** MQTT over TCP. Rejects when the port cannot be had. */
export async function listenTcp({ host, port, maxConnections, onConnection }: ListenOptions): Promise<Listener> {
  const server = createServer(TCP_OPTIONS, onConnection);
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
