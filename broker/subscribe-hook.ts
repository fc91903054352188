import type { AedesOptions } from 'aedes';
import type { RefusalReason } from '../model/refusal-reason.ts';
import { quoted, subscribable } from './allowed-text.ts';
import type { GatewayContext } from './gateway-context.ts';
import type { Session } from './session.ts';
import { subscribeRefusal } from './subscribe-refusal.ts';

/**
 * Grants the filters that the principal may subscribe to; any other gets SUBACK 0x80, and the connection stays open.
 */
export function createAuthorizeSubscribe(context: GatewayContext): NonNullable<AedesOptions['authorizeSubscribe']> {
  return (client, subscription, callback) => {
    const session = context.sessions.of(client);
    const refusal = session ? refusalOf(context, session, subscription.topic) : 'subscription-not-own';
    if (!session || refusal) {
      if (session && refusal) context.refuse(session, refusal, detailOf(context, session, subscription.topic, refusal));
      return callback(null, null);
    }
    context.subscriptions.grant(session, subscription.topic);
    callback(null, subscription);
  };
}

function detailOf({ limits }: GatewayContext, { principal }: Session, filter: string, refusal: RefusalReason): string {
  if (refusal === 'too-many-subscriptions') return `filter ${quoted(filter)}; it may have ${limits.maxSubscriptions}`;
  return `filter ${quoted(filter)}; ${principal ? subscribable(principal) : 'it is not logged in'}`;
}

function refusalOf(context: GatewayContext, session: Session, filter: string): RefusalReason | null {
  if (!session.principal) return 'subscription-not-own';
  const refusal = subscribeRefusal(session.principal, filter, context.limits.maxTopicBytes);
  if (refusal) return refusal;
  const isOneTooMany = !session.filters.has(filter) && session.filters.size >= context.limits.maxSubscriptions;
  return isOneTooMany ? 'too-many-subscriptions' : null;
}
