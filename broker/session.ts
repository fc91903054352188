import type { Client } from 'aedes';
import { createKnownTopics, type KnownTopics } from './known-topics.ts';
import type { Secret } from './mask-secrets.ts';
import type { Principal } from './principal.ts';
import type { RateGuard } from './rate-guard.ts';

/** What the gateway remembers of one connection. */
export interface Session {
  readonly client: Client;
  /** Unique within a gateway run; stands in publication and presence records. */
  readonly connection: number;
  /** Null until its token was checked. */
  principal: Principal | null;
  secret: Secret | null;
  /** As it stood in CONNECT, before aedes makes one up for an empty one. */
  clientId: string;
  willTopic: string | null;
  /** On the gateway's stopwatch: when its last byte came. */
  lastHeardAt: number;
  readonly filters: Set<string>;
  /** On which it was let publish what goes into the journal. */
  readonly topics: KnownTopics;
  rate: RateGuard | null;
  /** Its coming was journalled, its going not yet. */
  isPresent: boolean;
}

/** A connection that has said nothing yet. */
export const createSession = (client: Client, connection: number, now: number): Session => ({
  client,
  connection,
  principal: null,
  secret: null,
  clientId: '',
  willTopic: null,
  lastHeardAt: now,
  filters: new Set(),
  topics: createKnownTopics(),
  rate: null,
  isPresent: false,
});

/** Ends the connection below MQTT, where 3.1.1 has no word for it. */
export const endSession = (session: Session): void => void session.client.conn.destroy();
