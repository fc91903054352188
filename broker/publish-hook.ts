import type { AedesOptions, PublishPacket } from 'aedes';
import type { GatewayContext } from './gateway-context.ts';
import { publishRefusal } from './publish-refusal.ts';
import { createTakeClock } from './take-clock.ts';
import { takeNotice } from './take-notice.ts';
import { type Publication, takePublication } from './take-publication.ts';

/**
 * Every PUBLISH and every will comes through here before it is acknowledged. An error ends the connection (MQTT 3.1.1 has no other
 * "no"), so it is kept for topics that are not the client's; a payload is never judged, and a busy disk only delays the callback.
 */
export function createAuthorizePublish(context: GatewayContext): NonNullable<AedesOptions['authorizePublish']> {
  const { topicsOf } = context;
  const rules = { maxTopicBytes: context.limits.maxTopicBytes, clock: context.clock.kind, topicsOf };
  const takeClock = createTakeClock(context);
  return (client, packet, callback) => {
    const session = client ? context.sessions.of(client) : undefined;
    const principal = session?.principal;
    // Wills of another broker's clients would come without a client; there is no other broker.
    if (!session || !principal) return callback(new Error('nobody'));
    const refusal = publishRefusal(principal, packet.topic, rules);
    if (refusal) {
      context.refuse(session, refusal);
      return callback(new Error(refusal));
    }
    if (principal.role === 'device') {
      takePublication(context, session, principal.deviceId, toPublication(context, packet), callback);
      session.topics.add(packet.topic);
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

/** Notes what the packet says, and makes of it what aedes may do with it: nothing of a device is ever retained by the broker. */
function toPublication(context: GatewayContext, packet: PublishPacket): Publication {
  const { topic, qos, retain, messageId = 0 } = packet;
  const payload = typeof packet.payload === 'string' ? Buffer.from(packet.payload) : packet.payload;
  // A will has no message id and nobody to acknowledge it to; where somebody listens, aedes delivers and acknowledges itself.
  const isOursToAcknowledge = qos === 1 && messageId !== 0 && !context.subscriptions.isTelemetryHeard();
  packet.retain = false;
  if (isOursToAcknowledge) packet.qos = 0;
  return { topic, payload, qos, retain, messageId, isOursToAcknowledge };
}
