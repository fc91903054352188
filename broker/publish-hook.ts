import type { AedesOptions, PublishPacket } from 'aedes';
import { publishable, quoted } from './allowed-text.ts';
import type { Answer } from './answer.ts';
import { bridgedDevice } from './bridged-device.ts';
import { ClosingError } from './closing-error.ts';
import type { GatewayContext } from './gateway-context.ts';
import { isBridgeState } from './is-bridge-state.ts';
import { beginPresence } from './presence.ts';
import { publishRefusal } from './publish-refusal.ts';
import type { Session } from './session.ts';
import { createTakeClock } from './take-clock.ts';
import { takeNotice } from './take-notice.ts';
import { type Publication, takePublication } from './take-publication.ts';

/**
 * The hook that aedes calls for every PUBLISH and every will, before it is acknowledged. An error closes the connection
 * (MQTT 3.1.1 has no other way to refuse a PUBLISH), so only a topic that the client may not use is one. The payload is
 * not looked at, and a slow disk only delays the callback.
 */
export function createAuthorizePublish(context: GatewayContext): NonNullable<AedesOptions['authorizePublish']> {
  const { topicsOf } = context;
  const { bridgeOf } = context;
  const rules = { maxTopicBytes: context.limits.maxTopicBytes, clock: context.clock.kind, topicsOf, bridgeOf };
  const takeClock = createTakeClock(context);
  return (client, packet, callback) => {
    const session = client ? context.sessions.of(client) : undefined;
    const principal = session?.principal;
    // Only wills of clients of another broker in a cluster come without a client, and there is no cluster.
    if (!session || !principal) return callback(new ClosingError('not authenticated'));
    const refusal = publishRefusal(principal, packet.topic, rules);
    if (refusal) {
      context.refuse(session, refusal, `topic ${quoted(packet.topic)}; ${publishable(principal, topicsOf)}`);
      return callback(new ClosingError(refusal));
    }
    if (principal.role === 'device') {
      takePublication(context, session, principal.deviceId, toPublication(context, packet), callback);
      session.topics.add(packet.topic);
    } else if (principal.role === 'bridge') {
      if (isBridgeState(packet.topic)) return takeBridgeState(context, session, packet, callback);
      // A message of a device that is not listed for this bridge is kept too: under the bridge's name, as rejected.
      const deviceId = bridgedDevice(principal.name, packet.topic, rules) ?? principal.name;
      beginPresence(context, session, deviceId);
      takePublication(context, session, deviceId, toPublication(context, packet), callback);
    } else if (principal.name === 'clock') {
      takeClock(packet, callback);
    } else if (principal.name === 'flows') {
      takeNotice(context, session, packet, callback);
    } else {
      context.counters.alertsPublished++;
      callback(null);
    }
  };
}

/** A bridge says whether it is connected, which the gateway knows: it goes into the log, and never to a subscriber. */
function takeBridgeState(context: GatewayContext, session: Session, packet: PublishPacket, answer: Answer): void {
  packet.retain = false;
  const { identity, address } = session;
  context.log.info({ identity, address, state: String(packet.payload) }, 'a bridge says: 1 connected, 0 not connected');
  answer(null);
}

/**
 * Copies the packet into a publication for the journal, and then changes the packet so that aedes does not retain it,
 * nor acknowledge it where the gateway does.
 */
function toPublication(context: GatewayContext, packet: PublishPacket): Publication {
  const { topic, qos, retain, dup, messageId = 0 } = packet;
  const payload = typeof packet.payload === 'string' ? Buffer.from(packet.payload) : packet.payload;
  // A will has no message id and needs no PUBACK. Where there is a subscriber, aedes delivers and acknowledges.
  const isOursToAcknowledge = qos === 1 && messageId !== 0 && !context.subscriptions.hasTelemetrySubscriber();
  packet.retain = false;
  if (isOursToAcknowledge) packet.qos = 0;
  return { topic, payload, qos, retain, dup, messageId, isOursToAcknowledge };
}
