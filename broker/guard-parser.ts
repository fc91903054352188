import type { GuardedParser } from './aedes-internals.ts';

/**
 * Bounds what one connection may make the parser hold, from its first byte: a packet that declares more than `maxPacketBytes()` ends the
 * connection before any of it is buffered (aedes knows no packet size, not even before CONNECT), and so does message id 0.
 */
export function guardParser(
  parser: GuardedParser,
  options: {
    /** Asked at each packet: who has shown who it is may be allowed more. */
    readonly maxPacketBytes: () => number;
    readonly onHeard: () => void;
    readonly onFault: (fault: 'packet-too-large' | 'message-id-zero') => void;
  },
): void {
  const parse = parser.parse;
  const parseLength = parser._parseLength;
  const parseMessageId = parser._parseMessageId;

  parser.parse = function (chunk) {
    options.onHeard();
    return parse.call(this, chunk);
  };
  parser._parseLength = function () {
    const isComplete = parseLength.call(this);
    if (!isComplete || this.packet.length <= options.maxPacketBytes()) return isComplete;
    options.onFault('packet-too-large');
    this._emitError(new Error('packet too large'));
    return false;
  };
  parser._parseMessageId = function () {
    if (!parseMessageId.call(this)) return false;
    // The parser would read it from the packet behind, or make it -1 where there is none.
    if (this._pos > this.packet.length || this.packet.messageId === -1) {
      this._emitError(new Error('the packet ends before its message id'));
      return false;
    }
    // MQTT-2.3.1-1: a packet identifier is never 0.
    if (this.packet.messageId !== 0) return true;
    options.onFault('message-id-zero');
    this._emitError(new Error('message id 0'));
    return false;
  };
}
