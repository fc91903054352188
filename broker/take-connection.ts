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

/** Takes a new connection in; `address`: of the other side, for logs. */
export type TakeConnection = (connection: Duplex, address: string) => void;

/** Returns the handler of new connections. It counts, limits and guards each one before aedes reads its first byte. */
export function createTakeConnection(context: GatewayContext, broker: Aedes): TakeConnection {
  const { counters, limits, sessions, subscriptions } = context;
  let lastConnection = 0;

  broker.on('client', (client) => {
    const session = sessions.of(client);
    if (session?.principal?.role === 'device') beginPresence(context, session, session.principal.deviceId);
  });
  broker.on('unsubscribe', (filters, client) => {
    const session = sessions.of(client);
    if (session) for (const filter of filters) subscriptions.withdraw(session, filter);
  });

  // Called for the `close` event of the connection: aedes' own `clientDisconnect` is not emitted when a client
  // reconnects while its last connection is being closed.
  function close(session: Session): void {
    counters.openConnections--;
    sessions.remove(session);
    session.rate?.close();
    session.rate = null;
    subscriptions.withdrawAll(session);
    endPresence(context, session);
    context.identities.release(session);
  }

  return (connection, address) => {
    if (sessions.size >= limits.maxConnections) {
      counters.connectionsOverLimit++;
      connection.destroy();
      return;
    }
    counters.connections++;
    counters.openConnections++;
    // Exempt from backpressure: services that do not publish into the journal, and clients before authentication, so
    // that CONNECT is answered.
    let principalNow = (): Principal | null => null;
    context.readBackpressure.guard(connection, () => {
      const principal = principalNow();
      return principal === null || !isJournalled(principal);
    });
    const client = broker.handle(connection);
    const session = createSession(client, ++lastConnection, address);
    principalNow = () => session.principal;
    sessions.add(session);
    scanDevice(context, session);
    guardParser(parserOf(client), {
      // Alerts that the brain publishes contain their evidence and can be larger than what a device may send.
      maxPacketBytes: () =>
        session.principal?.role === 'service' ? limits.maxServicePacketBytes : limits.maxPacketBytes,
      onFault(fault, detail) {
        // Of a connection that is closed already, what follows is a consequence.
        if (!client.closed) context.refuse(session, fault, detail);
      },
      send: (bytes) => void connection.write(bytes),
    });
    connection.once('close', () => close(session));
  };
}
