import type { AedesOptions, PublishPacket } from 'aedes';
import type { Door } from './door.ts';
import { publishRefusal } from './publish-refusal.ts';
import { createTakeClock } from './take-clock.ts';
import { takeNotice } from './take-notice.ts';
import { type Publication, takePublication } from './take-publication.ts';

/**
 * Every PUBLISH and every will comes through here before it is acknowledged. An error ends the connection (MQTT 3.1.1 has no other
 * "no"), so it is kept for topics that are not the client's; a payload is never judged, and a busy disk only delays the callback.
 */
export function createAuthorizePublish(door: Door): NonNullable<AedesOptions['authorizePublish']> {
  const { topicsOf } = door;
  const rules = { maxTopicBytes: door.limits.maxTopicBytes, clock: door.clock.kind, topicsOf };
  const takeClock = createTakeClock(door);
  return (client, packet, callback) => {
    const session = client ? door.sessions.of(client) : undefined;
    const principal = session?.principal;
    // Wills of another broker's clients would come without a client; there is no other broker.
    if (!session || !principal) return callback(new Error('nobody'));
    const refusal = publishRefusal(principal, packet.topic, rules);
    if (refusal) {
      door.refuse(session, refusal);
      return callback(new Error(refusal));
    }
    if (principal.role === 'device') {
      takePublication(door, session, principal.deviceId, toPublication(door, packet), callback);
      session.topics.add(packet.topic);
    } else if (principal.name === 'clock') {
      takeClock(packet, callback);
    } else if (principal.name === 'flows') {
      takeNotice(door, session, packet, callback);
    } else {
      door.counters.alertsPublished++;
      callback(null);
    }
  };
}

/** Notes what the packet says, and makes of it what aedes may do with it: nothing of a device is ever retained by the broker. */
function toPublication(door: Door, packet: PublishPacket): Publication {
  const { topic, qos, retain, messageId = 0 } = packet;
  const payload = typeof packet.payload === 'string' ? Buffer.from(packet.payload) : packet.payload;
  // A will has no message id and nobody to acknowledge it to; where somebody listens, aedes delivers and acknowledges itself.
  const isOursToAcknowledge = qos === 1 && messageId !== 0 && !door.subscriptions.isTelemetryHeard();
  packet.retain = false;
  if (isOursToAcknowledge) packet.qos = 0;
  return { topic, payload, qos, retain, messageId, isOursToAcknowledge };
}
