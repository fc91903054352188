import type { AedesOptions } from 'aedes';
import type { Door } from './door.ts';
import { publishRefusal } from './publish-refusal.ts';
import { createTakeClock } from './take-clock.ts';
import { takeNotice } from './take-notice.ts';
import { takePublication } from './take-publication.ts';

/**
 * Every PUBLISH and every will comes through here before it is acknowledged. An error ends the connection (MQTT 3.1.1 has no other
 * "no"), so it is kept for topics that are not the client's; a payload is never judged, and a busy disk only delays the callback.
 */
export function createAuthorizePublish(door: Door): NonNullable<AedesOptions['authorizePublish']> {
  const rules = { maxTopicBytes: door.limits.maxTopicBytes, clock: door.clock.kind };
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
      takePublication(door, session, principal.deviceId, packet, callback);
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
