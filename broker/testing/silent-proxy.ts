import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

/** A TCP proxy that can lose a connection as a network does: the server behind it hears nothing about it. */
export interface SilentProxy {
  readonly port: number;
  /** Closes the connections of the clients; those to the server stay open and carry nothing, not even their end. */
  cut(): void;
  /** Number of connections to the server that are open, cut ones too. */
  readonly openBehind: number;
}

/** Listens on a free port and passes on to `port` of 127.0.0.1; closed when the test ends. */
export async function openSilentProxy(port: number): Promise<SilentProxy> {
  const pairs = new Set<{ readonly front: Socket; readonly back: Socket }>();
  const behind = new Set<Socket>();
  const server = createServer((front) => {
    const back = connect(port, '127.0.0.1');
    pairs.add({ front, back });
    behind.add(back);
    front.pipe(back);
    back.pipe(front);
    front.on('error', () => {});
    back.on('error', () => {});
    back.once('close', () => behind.delete(back));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(() => {
    server.close();
    for (const { front, back } of pairs) for (const socket of [front, back]) socket.destroy();
  });
  return {
    port: (server.address() as AddressInfo).port,
    get openBehind() {
      return behind.size;
    },
    cut() {
      for (const { front, back } of pairs) {
        front.unpipe(back);
        back.unpipe(front);
        // Read on, so that its own end is noticed; without a reader it would stay in the buffer.
        back.resume();
        front.destroy();
      }
      pairs.clear();
    },
  };
}
