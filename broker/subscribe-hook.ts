import type { AedesOptions } from 'aedes';
import type { Door } from './door.ts';
import type { RefusalReason } from './refusal-reason.ts';
import type { Session } from './session.ts';
import { subscribeRefusal } from './subscribe-refusal.ts';

/** Grants what the principal may hear; anything else gets SUBACK 0x80 and the connection lives. */
export function createAuthorizeSubscribe(door: Door): NonNullable<AedesOptions['authorizeSubscribe']> {
  return (client, subscription, callback) => {
    const session = door.sessions.of(client);
    const refusal = session ? refusalOf(door, session, subscription.topic) : 'subscription-not-own';
    if (!session || refusal) {
      if (session && refusal) door.refuse(session, refusal);
      return callback(null, null);
    }
    door.subscriptions.grant(session, subscription.topic);
    callback(null, subscription);
  };
}

function refusalOf(door: Door, session: Session, filter: string): RefusalReason | null {
  if (!session.principal) return 'subscription-not-own';
  const refusal = subscribeRefusal(session.principal, filter, door.limits.maxTopicBytes);
  if (refusal) return refusal;
  const isOneTooMany = !session.filters.has(filter) && session.filters.size >= door.limits.maxSubscriptions;
  return isOneTooMany ? 'too-many-subscriptions' : null;
}
