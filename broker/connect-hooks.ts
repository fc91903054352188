import type { AedesOptions, AuthenticateError } from 'aedes';
import { isBridge, nameClient } from './aedes-internals.ts';
import type { GatewayContext } from './gateway-context.ts';
import { identityOf } from './identity-of.ts';
import { isClientIdFaulty } from './is-client-id-faulty.ts';
import { isJournalled } from './is-journalled.ts';
import { endPresence } from './presence.ts';
import type { Principal } from './principal.ts';
import { publishRefusal } from './publish-refusal.ts';
import { createRateGuard, type RateGuard } from './rate-guard.ts';
import type { RefusalReason } from './refusal-reason.ts';
import { endSession, type Session } from './session.ts';

// CONNACK return codes: MQTT 3.1.1, table 3.1
const IDENTIFIER_REJECTED = 2;
const SERVER_UNAVAILABLE = 3;
const BAD_CREDENTIAL = 4;
const NOT_AUTHORIZED = 5;

/**
 * Stores what only the raw CONNECT shows (client id, will) in the session, for `authenticate`. It refuses nothing: a
 * refusal from this hook would close the connection without a CONNACK.
 */
export function createPreConnect(context: GatewayContext): NonNullable<AedesOptions['preConnect']> {
  return (client, packet, callback) => {
    const session = context.sessions.of(client);
    if (session) {
      session.clientId = packet.clientId ?? '';
      session.isCleanSession = packet.clean !== false;
      session.willTopic = packet.will?.topic ?? null;
      session.isBridge = isBridge(packet);
    }
    // Every session is a clean session: the offline queue of a persistent one has no limit in aedes.
    packet.clean = true;
    if (packet.will?.retain) {
      packet.will.retain = false;
      context.counters.retainIgnored++;
    }
    callback(null, true);
  };
}

/** Lets in who has a credential, a client id of its own and a will that it may publish. */
export function createAuthenticate(context: GatewayContext): NonNullable<AedesOptions['authenticate']> {
  return (client, username, password, done) => {
    const session = context.sessions.of(client);
    const user = username ?? '';
    const token = password?.toString('utf8') ?? '';
    const principal = user === '' || token === '' ? null : context.authenticate(user, token);
    // Gone already: its identity must not be claimed for a connection whose end was noticed before.
    if (client.conn.destroyed) return;
    if (!session || !principal) {
      if (session) context.refuse(session, 'bad-credential', user);
      done(withCode(BAD_CREDENTIAL, 'bad user name or password'), false);
      return;
    }
    if ((context.queue.isBlocked || context.readBackpressure.isOn) && isJournalled(principal)) {
      context.counters.connectsWhileFull++;
      done(withCode(SERVER_UNAVAILABLE, 'the journal takes nothing'), false);
      return;
    }
    session.principal = principal;
    const fault = faultOf(context, session, principal);
    if (fault) {
      context.refuse(session, fault.reason);
      done(withCode(fault.code, fault.reason), false);
      return;
    }
    session.secret = { text: token, bytes: Buffer.from(token) };
    session.identity = identityOf(principal, session.clientId, session.connection);
    nameClient(client, session.identity);
    context.identities.claim(session, (former) => {
      if (former) takeOver(context, session, former);
      session.rate = rateOf(context, principal);
      done(null, true);
    });
  };
}

/** The limit of one device; a bridge has that of all its devices together. */
function rateOf({ limits, timers, devicesBehind }: GatewayContext, principal: Principal): RateGuard {
  const devices = principal.role === 'bridge' ? Math.max(1, devicesBehind(principal.name)) : 1;
  const { messagesPerSecond, messageBurst } = limits;
  return createRateGuard({ messagesPerSecond: messagesPerSecond * devices, burst: messageBurst * devices, timers });
}

/** Closes the former connection of an identity: the client of the new one may only now have noticed that it is dead. */
function takeOver(context: GatewayContext, session: Session, former: Session): void {
  context.counters.takeovers++;
  const { identity, address } = session;
  context.log.info({ identity, address, former: former.address }, 'a newer connection took over');
  // Before the newcomer's arrival is journalled, or the device would seem to have gone after it came.
  endPresence(context, former);
  endSession(former);
}

function faultOf(
  context: GatewayContext,
  session: Session,
  principal: Principal,
): { readonly code: number; readonly reason: RefusalReason } | null {
  if (isClientIdFaulty(principal, session.clientId, session.isCleanSession))
    return { code: IDENTIFIER_REJECTED, reason: 'client-id' };
  const { topicsOf } = context;
  const rules = { maxTopicBytes: context.limits.maxTopicBytes, clock: context.clock.kind, topicsOf };
  if (session.willTopic !== null && publishRefusal(principal, session.willTopic, rules)) {
    return { code: NOT_AUTHORIZED, reason: 'will-topic' };
  }
  return null;
}

const withCode = (returnCode: number, message: string): AuthenticateError =>
  Object.assign(new Error(message), { returnCode }) as AuthenticateError;
