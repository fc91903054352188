import { chmodSync, mkdirSync, rmSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { dirname } from 'node:path';
import type { Logger } from 'pino';
import type { AppendDraft } from '../model/append-draft.ts';
import type { JournalWriter } from '../model/journal.ts';
import { controlAddress } from './control-address.ts';
import { type ClientMessage, MAX_LINE_BYTES, parseClientMessage, type ServerMessage } from './control-protocol.ts';
import { readLines } from './read-lines.ts';

/** The local socket of the gateway: over it the other roles append to the journal and follow its durable offset. */
export interface ControlSocket {
  /**
   * Journal offset of the slowest reader: the minimum of what the brain last reported and of the present holds; null
   * before the brain's first report.
   */
  readonly foldedOffset: number | null;
  /** Stops listening and closes all connections after what was written to them is sent. */
  close(): Promise<void>;
}

/**
 * Listens at `socketPath`, which only this user may connect to. The caller holds the journal's lock, so a socket file
 * that exists there is left from a process that has ended, and is replaced. Rejects when the socket cannot be opened.
 */
export async function openControlSocket(options: {
  readonly socketPath: string;
  readonly journal: JournalWriter;
  readonly append: (draft: AppendDraft) => Promise<number>;
  readonly reloadCredentials: () => readonly string[];
  readonly log: Logger;
}): Promise<ControlSocket> {
  const { socketPath, journal, log } = options;
  const address = controlAddress(socketPath);
  const sockets = new Set<Socket>();
  const holds = new Map<Socket, number>();
  let foldedOffset: number | null = null;
  let isAnnounceDue = false;

  async function answer(socket: Socket, message: Exclude<ClientMessage, { folded: number }>): Promise<ServerMessage> {
    const { id } = message;
    try {
      if ('hold' in message) {
        holds.set(socket, message.hold);
        return { id, offset: journal.durableOffset };
      }
      if ('retain' in message) return { id, offset: await retainNow() };
      if ('append' in message) return { id, offset: await options.append(message.append) };
      return { id, unknown: options.reloadCredentials() };
    } catch (error) {
      return { id, error: error instanceof Error ? error.message : String(error) };
    }
  }

  const slowest = (): number | null => (foldedOffset === null ? null : Math.min(foldedOffset, ...holds.values()));

  async function retainNow(): Promise<number> {
    const keepFrom = slowest();
    if (keepFrom === null) return 0;
    await journal.retain(keepFrom);
    const heldUntil = journal.heldUntil ?? 0;
    // Whoever else reads the journal holds it, too: it would help nobody if the brain let go.
    return heldUntil <= Math.min(...holds.values()) ? heldUntil : 0;
  }

  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', (error) => log.debug({ err: error }, 'a control connection broke'));
    socket.on('close', () => {
      sockets.delete(socket);
      holds.delete(socket);
    });
    socket.on('drain', () => send(socket, { durable: journal.durableOffset }));
    send(socket, { durable: journal.durableOffset });
    readLines(socket, {
      maxBytes: MAX_LINE_BYTES,
      onOverflow: () => socket.destroy(),
      onLine(line) {
        const message = parseClientMessage(line);
        if (!message) log.warn('a malformed message on the control socket was ignored: is its sender of this version?');
        else if ('folded' in message) foldedOffset = message.folded;
        else void answer(socket, message).then((reply) => send(socket, reply));
      },
    });
  });

  function announce(): void {
    isAnnounceDue = false;
    for (const socket of sockets) {
      // A client whose socket buffer is full gets only the newest offset, when the buffer is empty again: see 'drain'.
      if (!socket.writableNeedDrain) send(socket, { durable: journal.durableOffset });
    }
  }
  const endWatch = journal.onDurable(() => {
    if (isAnnounceDue) return;
    isAnnounceDue = true;
    setImmediate(announce);
  });

  if (process.platform !== 'win32') {
    mkdirSync(dirname(socketPath), { recursive: true, mode: 0o700 });
    rmSync(address, { force: true });
  }
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(address, resolve);
  });
  if (process.platform !== 'win32') chmodSync(address, 0o600);

  return {
    get foldedOffset() {
      return slowest();
    },
    async close() {
      endWatch();
      // `destroySoon` sends what was written before, and then closes.
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      for (const socket of sockets) socket.destroySoon();
      await closed;
    },
  };
}

function send(socket: Socket, message: ServerMessage): void {
  if (!socket.destroyed && socket.writable) socket.write(`${JSON.stringify(message)}\n`);
}
