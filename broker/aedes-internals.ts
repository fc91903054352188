import type { Client } from 'aedes';

/**
 * The members of mqtt-packet's parser that the gateway overrides or reads. They are private there: the versions are
 * pinned and a test checks that they exist.
 */
export interface GuardedParser {
  packet: { readonly cmd?: string; readonly length: number; readonly messageId?: number };
  /** The buffered bytes of a packet that is not complete yet, and the state of the parser: which part comes next. */
  readonly _list: { readonly length: number; slice(start: number, end: number): Buffer };
  readonly _stateCounter: number;
  /** Offset in the packet up to which it was parsed, bytes. */
  readonly _pos: number;
  parse(chunk: Buffer): number;
  _parseLength(): boolean;
  _parseMessageId(): boolean;
  _parseConnect(): unknown;
  _emitError(error: Error): void;
}

/** The parser of one connection. */
export const parserOf = (client: Client): GuardedParser => (client as unknown as { _parser: GuardedParser })._parser;

/** Whether the client sent DISCONNECT before its connection closed. */
export const sentDisconnect = (client: Client): boolean =>
  (client as unknown as { _disconnected: boolean })._disconnected;

/**
 * Sets the name under which aedes knows the client: a second client of the same name takes over. To be called from the
 * `authenticate` hook; aedes registers the client after it.
 */
export const nameClient = (client: Client, id: string): void => {
  (client as unknown as { id: string }).id = id;
};

/**
 * Whether the client said that it is a bridge, that is, another broker: mosquitto sets the highest bit of the protocol
 * level for that. mqtt-packet takes it off and notes it; its type does not say so.
 */
export const isBridge = (connect: object): boolean => 'bridgeMode' in connect && connect.bridgeMode === true;

/**
 * Calls back when the client has read what was sent to it. When that takes longer than `drainTimeout`, aedes closes the
 * connection and calls back with an error.
 */
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

/**
 * Whether the client is authenticated, the packets that it sent behind CONNECT are handled, and it is still connected.
 */
export function isEstablished(client: Client): boolean {
  const { closed, _parser } = internalsOf(client);
  return !closed && _parser._queue === null;
}

/**
 * Counts one more packet as in flight, as aedes does for its own. Returns the callback to call when the packet is
 * handled: aedes reads from the connection again when all packets in flight are.
 */
export function beginPacket(client: Client): (error?: Error | null) => void {
  const internals = internalsOf(client);
  internals._parsingBatch++;
  return internals._nextBatch;
}

/** Restarts the client's keep-alive timer, as each packet does (MQTT 3.1.1, 3.1.2.10). */
export function restartKeepalive(client: Client): void {
  const { _keepaliveInterval, _keepaliveTimer } = internalsOf(client);
  if (_keepaliveInterval > 0) _keepaliveTimer?.refresh();
}
