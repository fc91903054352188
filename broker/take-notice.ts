import type { PublishPacket } from 'aedes';
import type { Answer } from './answer.ts';
import type { GatewayContext } from './gateway-context.ts';
import type { Session } from './session.ts';

/**
 * A notice of the flows goes to who listens now and into no journal. Never retained, since a flow could make a topic for each message
 * and the broker keeps what is retained in memory; a flow that runs wild is slowed like a device.
 */
export function takeNotice(context: GatewayContext, session: Session, packet: PublishPacket, answer: Answer): void {
  if (packet.retain) context.counters.retainIgnored++;
  packet.retain = false;
  const pass = () => {
    context.counters.noticesPublished++;
    answer(null);
  };
  if (!session.rate || session.rate.take()) pass();
  else {
    context.counters.slowed++;
    session.rate.wait(pass);
  }
}
