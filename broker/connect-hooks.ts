import type { AedesOptions, AuthenticateError } from 'aedes';
import { isBridge, nameClient } from './aedes-internals.ts';
import { quoted } from './allowed-text.ts';
import { ClosingError } from './closing-error.ts';
import { connectFault } from './connect-fault.ts';
import type { GatewayContext } from './gateway-context.ts';
import { identityOf } from './identity-of.ts';
import { isJournalled } from './is-journalled.ts';
import { endPresence } from './presence.ts';
import type { Principal } from './principal.ts';
import { createRateGuard, type RateGuard } from './rate-guard.ts';
import { endSession, type Session } from './session.ts';

// CONNACK return codes: MQTT 3.1.1, table 3.1
const SERVER_UNAVAILABLE = 3;
const BAD_CREDENTIAL = 4;
const HIGHEST_QOS: number = 2;

/**
 * Stores what only the raw CONNECT shows (client id, will) in the session, for `authenticate`. It refuses only what is
 * malformed: a refusal from this hook closes the connection without a CONNACK.
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
    if (packet.will?.qos !== undefined && packet.will.qos > HIGHEST_QOS) {
      // MQTT-3.1.2-14; a malformed CONNECT is answered with nothing (MQTT-3.1.4-1).
      if (session) context.refuse(session, 'protocol-error', `a will of QoS ${packet.will.qos}; MQTT has 0, 1 and 2`);
      return callback(new ClosingError('will QoS'), false);
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
      if (session) context.refuse(session, 'bad-credential', credentialDetail(user, token, context), user);
      done(withCode(BAD_CREDENTIAL, 'bad user name or password'), false);
      return;
    }
    if ((context.queue.isBlocked || context.readBackpressure.isOn) && isJournalled(principal)) {
      context.counters.connectsWhileFull++;
      done(withCode(SERVER_UNAVAILABLE, 'the journal takes nothing'), false);
      return;
    }
    session.principal = principal;
    const fault = connectFault(context, session, principal);
    if (fault) {
      context.refuse(session, fault.reason, fault.detail);
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

/** A name as long as a token may be one, typed into the wrong field: it is not repeated. */
const LONGEST_NAME_SHOWN = 32;

function credentialDetail(user: string, token: string, { isOfCity }: Pick<GatewayContext, 'isOfCity'>): string {
  if (user === '' || token === '') return 'user name or password is missing; they are the id and the token of a device';
  const name = user.length > LONGEST_NAME_SHOWN ? 'the user name' : `user name ${quoted(user)}`;
  if (!isOfCity(user))
    return `${name} is of no device and no bridge that the city had at its last start; if devices.csv has it now, start the city again`;
  return `${name} and password do not belong together; they are the id and the token of a device`;
}

const withCode = (returnCode: number, message: string): AuthenticateError =>
  Object.assign(new ClosingError(message), { returnCode }) as AuthenticateError;
