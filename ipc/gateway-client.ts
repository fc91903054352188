import { createConnection, type Socket } from 'node:net';
import type { AppendDraft } from '../model/append-draft.ts';
import { backOffMillis } from '../model/back-off.ts';
import type { Timers } from '../model/timers.ts';
import { controlAddress } from './control-address.ts';
import { type AnswerMessage, type ClientMessage, MAX_LINE_BYTES, parseServerMessage } from './control-protocol.ts';
import { createPendingRequests } from './pending-requests.ts';
import { readLines } from './read-lines.ts';
import { systemTimers } from './system-timers.ts';

/** A connection of another role to the gateway's control socket. */
export interface GatewayClient {
  readonly isConnected: boolean;
  /**
   * Newest durable offset that the gateway has announced; null before the first. Readers of the journal never pass it.
   */
  readonly durableOffset: number | null;
  /** Calls `listener` with each new durable offset; returns the function that removes the listener. */
  onDurable(listener: (durableOffset: number) => void): () => void;
  /**
   * Resolves with the offset when the record is durable. Rejects with `GatewayAwayError` when the gateway is not
   * connected or disconnects before it answers: the record may then be in the journal or not, and the same `actionId`
   * can be sent again.
   */
  append(draft: AppendDraft): Promise<number>;
  /** Reports the offset up to which this reader has folded, for retention; sent again after a reconnect. */
  reportFolded(offset: number): void;
  /**
   * Keeps retention from passing `offset` until the next call or the end of the connection. Resolves with the durable
   * offset at that time.
   */
  holdFrom(offset: number): Promise<number>;
  /**
   * Has the gateway cut what may be cut; resolves with the end of the oldest stretch that it would cut next if this
   * reader let it, or 0.
   */
  retainNow(): Promise<number>;
  /**
   * Asks the gateway to read the credentials file again; resolves with the names in it that the running city does not
   * know: of devices and bridges that were added to its files since it started, or removed.
   */
  reloadCredentials(): Promise<readonly string[]>;
  close(): Promise<void>;
}

/** The gateway is not connected; a later attempt may succeed. */
export class GatewayAwayError extends Error {
  override readonly name = 'GatewayAwayError';
}

const FIRST_RETRY_MILLIS = 50;
const LONGEST_RETRY_MILLIS = 1000;

/**
 * Connects to the gateway's control socket, and reconnects with back-off (50 ms to 1 s) whenever the connection is
 * lost.
 */
export function connectGateway(
  socketPath: string,
  options: { readonly timers?: Timers; readonly onConnectedChange?: (isConnected: boolean) => void } = {},
): GatewayClient {
  const address = controlAddress(socketPath);
  const timers = options.timers ?? systemTimers;
  const listeners = new Set<(durableOffset: number) => void>();
  const pending = createPendingRequests();
  let socket: Socket | null = null;
  let isConnected = false;
  let isClosed = false;
  let durableOffset: number | null = null;
  let foldedOffset: number | null = null;
  let heldOffset: number | null = null;
  let failures = 0;
  let cancelRetry: (() => void) | null = null;

  function connect(): void {
    const opened = createConnection(address);
    socket = opened;
    opened.on('connect', () => {
      failures = 0;
      setConnected(true);
      if (foldedOffset !== null) send({ folded: foldedOffset });
      if (heldOffset !== null) void holdFrom(heldOffset).catch(() => {});
    });
    readLines(opened, { maxBytes: MAX_LINE_BYTES, onLine: receive, onOverflow: () => opened.destroy() });
    opened.on('error', () => {});
    opened.on('close', () => {
      setConnected(false);
      pending.rejectAll(new GatewayAwayError('the gateway closed the connection before it answered'));
      if (isClosed) return;
      failures += 1;
      cancelRetry = timers.after(backOffMillis(failures, FIRST_RETRY_MILLIS, LONGEST_RETRY_MILLIS), connect);
    });
  }

  function setConnected(next: boolean): void {
    if (next === isConnected) return;
    isConnected = next;
    options.onConnectedChange?.(next);
  }

  function receive(line: string): void {
    const message = parseServerMessage(line);
    if (!message) return;
    if ('durable' in message) {
      durableOffset = message.durable;
      for (const listener of listeners) listener(message.durable);
      return;
    }
    pending.settle(message);
  }

  const send = (message: ClientMessage): void => void socket?.write(`${JSON.stringify(message)}\n`);

  async function request(make: (id: string) => ClientMessage) {
    if (!isConnected) throw new GatewayAwayError('the gateway is not running');
    return await pending.add((id) => send(make(id)));
  }

  const requestOffset = async (make: (id: string) => ClientMessage) => offsetOf(await request(make));

  function holdFrom(offset: number): Promise<number> {
    heldOffset = offset;
    return requestOffset((id) => ({ id, hold: offset }));
  }

  connect();
  return {
    get isConnected() {
      return isConnected;
    },
    get durableOffset() {
      return durableOffset;
    },
    onDurable(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    append: (draft) => requestOffset((id) => ({ id, append: draft })),
    reportFolded(offset) {
      foldedOffset = offset;
      if (isConnected) send({ folded: offset });
    },
    holdFrom,
    retainNow: () => requestOffset((id) => ({ id, retain: true })),
    async reloadCredentials() {
      return unknownOf(await request((id) => ({ id, reload: 'credentials' })));
    },
    async close() {
      isClosed = true;
      cancelRetry?.();
      if (socket && !socket.closed) await closeSocket(socket, isConnected);
    },
  };
}

function offsetOf(answer: AnswerMessage): number {
  if ('offset' in answer) return answer.offset;
  throw new Error('the gateway answered without an offset');
}

function unknownOf(answer: AnswerMessage): readonly string[] {
  if ('unknown' in answer) return answer.unknown;
  throw new Error('the gateway did not say which names it does not know');
}

/** Sends what was written before and resolves when the socket is closed. */
async function closeSocket(socket: Socket, isConnected: boolean): Promise<void> {
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()));
  socket.destroySoon();
  // While not connected there is nothing to send, and `destroySoon` would wait for a connection that may never come.
  if (!isConnected) socket.destroy();
  await closed;
}
