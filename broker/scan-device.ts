import { beginPacket, isInFlow, parserOf, restartKeepalive } from './aedes-internals.ts';
import type { GatewayContext } from './gateway-context.ts';
import { scanPublications } from './scan-publications.ts';
import type { Session } from './session.ts';
import { takePublication } from './take-publication.ts';

/** What the connection publishes goes past aedes where it can: same journal, same acknowledgement, a fraction of the work. */
export function scanDevice(context: GatewayContext, session: Session): void {
  const { client, topics } = session;
  const { limits, subscriptions } = context;
  scanPublications(parserOf(client), {
    topics,
    maxPacketBytes: () => limits.maxPacketBytes,
    // Where somebody listens, aedes delivers.
    isOpen: () => isInFlow(client) && !subscriptions.isTelemetryHeard(),
    take({ topic, payload, qos, retain, messageId }) {
      const { principal } = session;
      const answer = beginPacket(client);
      // Topics are noted of devices only, after they were let in.
      if (principal?.role !== 'device') return answer(new Error('nobody'));
      const said = { topic, payload, qos, retain, messageId, isOursToAcknowledge: qos === 1 };
      takePublication(context, session, principal.deviceId, said, answer);
    },
    onTaken: () => restartKeepalive(client),
  });
}
