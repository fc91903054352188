import type { Aedes, Client, PublishPacket } from 'aedes';
import { DEVICES_ROOT } from './topics.ts';

type Done = (error?: Error | null) => void;
type Publish = (packet: PublishPacket, client?: Client | null | Done, done?: Done) => void;

/**
 * Keeps what devices publish out of aedes' own delivery (retained store, offline queue, matcher: a third of its CPU per message): it is
 * in the journal already, and read from there. `isHeard` says whether some client subscribed to it after all.
 * aedes calls `broker.publish` on the instance; that is not documented, so the version is pinned and a test holds it.
 */
export function bypassPublish(broker: Aedes, isHeard: () => boolean): void {
  const open = broker as unknown as { publish: Publish };
  const publish = open.publish.bind(broker);
  open.publish = (packet, client, done) => {
    const isFromDevice = typeof client === 'object' && client !== null && packet.topic.startsWith(DEVICES_ROOT);
    if (isFromDevice && done && !isHeard()) done(null);
    else publish(packet, client, done);
  };
}
