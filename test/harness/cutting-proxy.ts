import { connect, createServer, type Server, type Socket } from 'node:net';

/** A TCP proxy to a gateway that a test can make deaf, and that it can cut. */
export interface CuttingProxy {
  readonly port: number;
  /** From the next connection on, of what the gateway sends only so many bytes reach the client; null: all. */
  passBack(bytes: number | null): void;
  /** Ends the connections that are open, without a word on either side. */
  cut(): void;
  close(): Promise<void>;
}

/**
 * Opens a proxy before a port of this machine. `cutAfter` says of each connection after how many bytes of the client it
 * is cut, whatever is on its way back; left out: never by itself. `cutBackAfter`: of the gateway; what it wrote in the
 * same piece behind them is lost.
 */
export async function openCuttingProxy(
  target: number,
  cutAfter: () => number = () => Number.POSITIVE_INFINITY,
  cutBackAfter: () => number = () => Number.POSITIVE_INFINITY,
): Promise<CuttingProxy> {
  const open = new Set<Socket>();
  let limit: number | null = null;
  const server: Server = createServer((client) => {
    const gateway = connect(target, '127.0.0.1');
    let left = limit ?? Number.POSITIVE_INFINITY;
    let isCutBack = false;
    for (const socket of [client, gateway]) {
      open.add(socket);
      socket.on('error', () => {});
      socket.once('close', () => {
        open.delete(socket);
        if (!isCutBack || socket === client) client.destroy();
        gateway.destroy();
      });
    }
    let untilCut = cutAfter();
    let untilCutBack = cutBackAfter();
    client.on('data', (bytes) => {
      gateway.write(bytes);
      untilCut -= bytes.length;
      if (untilCut > 0) return;
      client.resetAndDestroy();
      // What the gateway was sent reaches it.
      gateway.end();
    });
    gateway.on('data', (bytes) => {
      const passed = Math.max(0, Math.min(left, untilCutBack));
      if (passed > 0) client.write(bytes.subarray(0, passed));
      left -= bytes.length;
      untilCutBack -= bytes.length;
      if (untilCutBack > 0) return;
      // With a reset the client would lose what it has not read, which may be all that ever comes back.
      client.end();
      isCutBack = true;
      gateway.resetAndDestroy();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  function cut(): void {
    for (const socket of open) socket.resetAndDestroy();
  }
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    passBack(bytes) {
      limit = bytes;
    },
    cut,
    async close() {
      cut();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
