import type { GuardedParser } from './aedes-internals.ts';

/**
 * Limits what one connection can make the parser buffer, from its first byte on: a packet whose declared length is over
 * `maxPacketBytes()` ends the connection before any of it is buffered (aedes has no limit of packet size, not even
 * before CONNECT). Message id 0 ends the connection too.
 */
export function guardParser(
  parser: GuardedParser,
  options: {
    /** Called for each packet: the limit may rise once the client is authenticated. */
    readonly maxPacketBytes: () => number;
    readonly onFault: (fault: 'packet-too-large' | 'message-id-zero') => void;
  },
): void {
  const parseLength = parser._parseLength;
  const parseMessageId = parser._parseMessageId;

  parser._parseLength = function () {
    const isComplete = parseLength.call(this);
    if (!isComplete || this.packet.length <= options.maxPacketBytes()) return isComplete;
    options.onFault('packet-too-large');
    this._emitError(new Error('packet too large'));
    return false;
  };
  parser._parseMessageId = function () {
    if (!parseMessageId.call(this)) return false;
    // Where a packet is too short for its message id, the parser reads the id from the next packet, or yields -1.
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
