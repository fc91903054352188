import { beginPacket, isEstablished, parserOf, restartKeepalive } from './aedes-internals.ts';
import { ClosingError } from './closing-error.ts';
import type { GatewayContext } from './gateway-context.ts';
import { scanPublications } from './scan-publications.ts';
import type { Session } from './session.ts';
import { takePublication } from './take-publication.ts';

/**
 * Handles the publications of a device without aedes where `scanPublications` finds them: they are journalled and
 * acknowledged in the same way, with a fraction of the CPU time.
 */
export function scanDevice(context: GatewayContext, session: Session): void {
  const { client, topics } = session;
  const { limits, subscriptions } = context;
  scanPublications(parserOf(client), {
    topics,
    maxPacketBytes: () => limits.maxPacketBytes,
    // Where there is a subscriber to telemetry, aedes has to deliver it.
    isOpen: () => isEstablished(client) && !subscriptions.hasTelemetrySubscriber(),
    take({ topic, payload, qos, retain, dup, messageId }) {
      const { principal } = session;
      const answer = beginPacket(client);
      // Never the case: topics are cached only for devices, after authentication.
      if (principal?.role !== 'device') return answer(new ClosingError('not authenticated'));
      const publication = { topic, payload, qos, retain, dup, messageId, isOursToAcknowledge: qos === 1 };
      takePublication(context, session, principal.deviceId, publication, answer);
    },
    onTaken: () => restartKeepalive(client),
  });
}
