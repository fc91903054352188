import type { Aedes, Client, PublishPacket } from 'aedes';
import { DEVICES_ROOT } from './topics.ts';

type Done = (error?: Error | null) => void;
type Publish = (packet: PublishPacket, client?: Client | null | Done, done?: Done) => void;

/**
 * Skips aedes' own delivery (retained store, offline queue, topic matcher) for what devices publish while
 * `hasSubscriber()` is false: it is in the journal already and is read from there, and the delivery was a third of the
 * CPU time per message. aedes calls `broker.publish` on the instance; that is not documented, so the version is pinned
 * and a test checks it.
 */
export function bypassPublish(broker: Aedes, hasSubscriber: () => boolean): void {
  const open = broker as unknown as { publish: Publish };
  const publish = open.publish.bind(broker);
  open.publish = (packet, client, done) => {
    const isFromDevice = typeof client === 'object' && client !== null && packet.topic.startsWith(DEVICES_ROOT);
    if (isFromDevice && done && !hasSubscriber()) done(null);
    else publish(packet, client, done);
  };
}
