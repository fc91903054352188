import type { Duplex } from 'node:stream';
import type { Aedes } from 'aedes';
import { parserOf } from './aedes-internals.ts';
import type { GatewayContext } from './gateway-context.ts';
import { guardParser } from './guard-parser.ts';
import { isJournalled } from './is-journalled.ts';
import { beginPresence, endPresence } from './presence.ts';
import type { Principal } from './principal.ts';
import { scanDevice } from './scan-device.ts';
import { createSession, type Session } from './session.ts';

/** Returns what takes over each new connection: counted, bounded and guarded before aedes reads its first byte. */
export function createTakeConnection(context: GatewayContext, broker: Aedes): (connection: Duplex) => void {
  const { counters, limits, sessions, subscriptions, timers } = context;
  let lastConnection = 0;

  broker.on('client', (client) => {
    const session = sessions.of(client);
    if (session) beginPresence(context, session);
  });
  broker.on('unsubscribe', (filters, client) => {
    const session = sessions.of(client);
    if (session) for (const filter of filters) subscriptions.withdraw(session, filter);
  });

  // The connection's own end, not aedes' `clientDisconnect`: that one is lost when a client comes back while its last close is under way.
  function close(session: Session): void {
    counters.openConnections--;
    sessions.remove(session);
    session.rate?.close();
    session.rate = null;
    subscriptions.withdrawAll(session);
    endPresence(context, session);
    context.identities.release(session);
  }

  return (connection) => {
    if (sessions.size >= limits.maxConnections) {
      counters.connectionsOverLimit++;
      connection.destroy();
      return;
    }
    counters.connections++;
    counters.openConnections++;
    // The city's own programs go on, and who is not known yet is answered.
    let principalNow = (): Principal | null => null;
    context.readBackpressure.guard(connection, () => {
      const principal = principalNow();
      return principal === null || !isJournalled(principal);
    });
    const client = broker.handle(connection);
    const session = createSession(client, ++lastConnection, timers.now());
    principalNow = () => session.principal;
    sessions.add(session);
    scanDevice(context, session);
    guardParser(parserOf(client), {
      // Alerts of the city's own brain carry their evidence.
      maxPacketBytes: () =>
        session.principal?.role === 'service' ? limits.maxServicePacketBytes : limits.maxPacketBytes,
      onHeard: () => {
        session.lastHeardAt = timers.now();
      },
      onFault: (fault) => context.refuse(session, fault),
    });
    connection.once('close', () => close(session));
  };
}
