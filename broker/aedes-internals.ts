import type { Client } from 'aedes';

/** The part of mqtt-packet's parser that is guarded. Private there: the versions are pinned and a test holds that these exist. */
export interface GuardedParser {
  packet: { readonly length: number; readonly messageId?: number };
  /** What it holds of a packet that is not whole yet, and which part of it comes next. */
  readonly _list: { readonly length: number };
  readonly _stateCounter: number;
  /** Up to where its packet was read. */
  readonly _pos: number;
  parse(chunk: Buffer): number;
  _parseLength(): boolean;
  _parseMessageId(): boolean;
  _emitError(error: Error): void;
}

/** The parser of one connection. */
export const parserOf = (client: Client): GuardedParser => (client as unknown as { _parser: GuardedParser })._parser;

/** Whether the client said DISCONNECT before it went. */
export const tookLeave = (client: Client): boolean => (client as unknown as { _disconnected: boolean })._disconnected;

/** Calls back when the client has read what was sent to it; aedes cuts it off when that takes too long, and then calls with an error. */
export const waitForDrain = (client: Client, call: (error?: Error | null) => void): void =>
  (client as unknown as { waitForDrain(call: (error?: Error | null) => void): void }).waitForDrain(call);

interface ClientInternals {
  readonly closed: boolean;
  readonly _parser: { readonly _queue: readonly unknown[] | null };
  _parsingBatch: number;
  readonly _nextBatch: (error?: Error | null) => void;
  readonly _keepaliveInterval: number;
  readonly _keepaliveTimer: NodeJS.Timeout | null;
}

const internalsOf = (client: Client): ClientInternals => client as unknown as ClientInternals;

/** Whether the client was let in, nothing that it sent before waits any more, and it has not ended. */
export function isInFlow(client: Client): boolean {
  const { closed, _parser } = internalsOf(client);
  return !closed && _parser._queue === null;
}

/** Counts one more packet that is under way, as aedes does: it reads on when all have been answered by calling what this returns. */
export function beginPacket(client: Client): (error?: Error | null) => void {
  const internals = internalsOf(client);
  internals._parsingBatch++;
  return internals._nextBatch;
}

/** The client was heard of: its keep-alive starts again. */
export function restartKeepalive(client: Client): void {
  const { _keepaliveInterval, _keepaliveTimer } = internalsOf(client);
  if (_keepaliveInterval > 0) _keepaliveTimer?.refresh();
}
