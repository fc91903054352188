import type { PublishPacket } from 'aedes';
import type { Answer } from './answer.ts';
import type { GatewayContext } from './gateway-context.ts';
import type { Session } from './session.ts';

/**
 * Handles a notice that the flows publish: it is delivered to the current subscribers and not journalled. It is never
 * retained, because the broker keeps retained messages in memory and a flow could use a new topic for each message. Its
 * rate is limited like a device's.
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
