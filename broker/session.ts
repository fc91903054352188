import type { Client } from 'aedes';
import { createKnownTopics, type KnownTopics } from './known-topics.ts';
import type { Secret } from './mask-secrets.ts';
import type { AddOptions } from './pending-entries.ts';
import type { Principal } from './principal.ts';
import type { RateGuard } from './rate-guard.ts';

/** The state that the gateway keeps of one connection. */
export interface Session {
  readonly client: Client;
  /** Unique within a gateway run; stands in publication and presence records. */
  readonly connection: number;
  /** Address and port of the other side; for logs. */
  readonly address: string;
  /** Null until its token was checked. */
  principal: Principal | null;
  secret: Secret | null;
  /** As sent in CONNECT. */
  clientId: string;
  isCleanSession: boolean;
  /** What `identityOf` makes of user and client id; empty until its token was checked. */
  identity: string;
  willTopic: string | null;
  readonly filters: Set<string>;
  /** Topics on which it may publish into the journal, as far as it has used them. */
  readonly topics: KnownTopics;
  rate: RateGuard | null;
  /**
   * Packet ids of publications that are in the journal, or on their way, and whose PUBACK or PUBREC was not written.
   */
  readonly unacknowledged: Set<number>;
  /** Its packet id is known to be in the journal, also when nobody waits for that any more. */
  readonly whenQueued: AddOptions;
  /** CONNECT said that the client is another broker. */
  isBridge: boolean;
  /** Devices of which the journal has a presence record of their start on this connection, and none of their end. */
  readonly present: Set<string>;
}

/** The session of a new connection. */
export function createSession(client: Client, connection: number, address: string): Session {
  const unacknowledged = new Set<number>();
  return {
    client,
    connection,
    address,
    principal: null,
    secret: null,
    clientId: '',
    isCleanSession: true,
    identity: '',
    willTopic: null,
    filters: new Set(),
    topics: createKnownTopics(),
    rate: null,
    unacknowledged,
    whenQueued: {
      onDurable(record) {
        if (record.kind === 'publication' && record.messageId !== 0) unacknowledged.add(record.messageId);
      },
    },
    isBridge: false,
    present: new Set(),
  };
}

/** Closes the connection on the transport layer: MQTT 3.1.1 has no DISCONNECT from the server. */
export const endSession = (session: Session): void => void session.client.conn.destroy();
