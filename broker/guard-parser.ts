import type { GuardedParser } from './aedes-internals.ts';
import { ClosingError } from './closing-error.ts';
import { packetShapeFault } from './packet-shape.ts';
import { LEVEL_BYTES, protocolLevel, SPOKEN_LEVELS, UNACCEPTABLE_LEVEL } from './protocol-level.ts';

/** What the parser refuses; `detail` says for a person what it was, and what would be allowed. */
export type ParserFault = 'packet-too-large' | 'message-id-zero' | 'protocol-level' | 'protocol-error';

/**
 * Limits what one connection can make the parser buffer, from its first byte on: a packet whose declared length is over
 * `maxPacketBytes()` ends the connection before any of it is buffered (aedes has no limit of packet size, not even
 * before CONNECT). What mqtt-packet lets pass against the standard ends it too: message id 0, packets with bytes that
 * they cannot have, packets of a server. A protocol level that is not spoken is answered, which mqtt-packet does not
 * do.
 */
export function guardParser(
  parser: GuardedParser,
  options: {
    /** Called for each packet: the limit may rise once the client is authenticated. */
    readonly maxPacketBytes: () => number;
    readonly onFault: (fault: ParserFault, detail: string) => void;
    /** Writes to the client. */
    readonly send: (bytes: Uint8Array) => void;
  },
): void {
  const parseLength = parser._parseLength;
  const parseMessageId = parser._parseMessageId;
  const parseConnect = parser._parseConnect;

  function refuse(from: GuardedParser, fault: ParserFault, detail: string): false {
    options.onFault(fault, detail);
    from._emitError(new ClosingError(detail));
    return false;
  }

  parser._parseLength = function () {
    if (!parseLength.call(this)) return false;
    const { cmd = '', length } = this.packet;
    const limit = options.maxPacketBytes();
    if (length > limit) return refuse(this, 'packet-too-large', `a packet of ${length} bytes; allowed are ${limit}`);
    const shapeFault = packetShapeFault(cmd, length);
    return shapeFault === null || refuse(this, 'protocol-error', shapeFault);
  };
  parser._parseMessageId = function () {
    if (!parseMessageId.call(this)) return false;
    // Where a packet is too short for its message id, the parser reads the id from the next packet, or yields -1.
    if (this._pos > this.packet.length || this.packet.messageId === -1) {
      return refuse(this, 'protocol-error', 'the packet ends before its message id');
    }
    // MQTT-2.3.1-1: a packet identifier is never 0.
    return this.packet.messageId !== 0 || refuse(this, 'message-id-zero', 'message id 0; MQTT has 1 to 65535');
  };
  parser._parseConnect = function () {
    const level = protocolLevel(this._list.slice(0, Math.min(LEVEL_BYTES, this.packet.length)));
    if (level === null || SPOKEN_LEVELS.includes(level)) return parseConnect.call(this);
    options.send(UNACCEPTABLE_LEVEL);
    return refuse(this, 'protocol-level', `protocol level ${level}; spoken are 3 (MQTT 3.1) and 4 (MQTT 3.1.1)`);
  };
}
