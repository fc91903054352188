import type { PublishPacket } from 'aedes';
import type { Door } from './door.ts';
import type { Session } from './session.ts';
import type { Answer } from './take-publication.ts';

/**
 * A notice of the flows goes to who listens now and into no journal. Never retained, since a flow could make a topic for each message
 * and the broker keeps what is retained in memory; a flow that runs wild is slowed like a device.
 */
export function takeNotice(door: Door, session: Session, packet: PublishPacket, answer: Answer): void {
  if (packet.retain) door.counters.retainIgnored++;
  packet.retain = false;
  const pass = () => {
    door.counters.noticesPublished++;
    answer(null);
  };
  if (!session.rate || session.rate.take()) pass();
  else {
    door.counters.slowed++;
    session.rate.wait(pass);
  }
}
