import type { Client } from 'aedes';

/** The part of mqtt-packet's parser that is guarded. Private there: the versions are pinned and a test holds that these exist. */
export interface GuardedParser {
  packet: { readonly length: number; readonly messageId?: number };
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
