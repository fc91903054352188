import type { PublishPacket } from 'aedes';
import type { PublicationRecord } from '../model/journal-record.ts';
import type { Door } from './door.ts';
import { maskSecrets } from './mask-secrets.ts';
import type { Session } from './session.ts';

/** Answers aedes: without an error the packet is acknowledged, with one the connection ends. */
export type Answer = (error?: Error | null) => void;

/** What a device says goes into the journal as it is; the answer comes when it is durable. */
export function takePublication(
  door: Door,
  session: Session,
  deviceId: string,
  packet: PublishPacket,
  answer: Answer,
): void {
  const { counters } = door;
  const isRetained = packet.retain;
  if (isRetained) counters.retainIgnored++;
  // Nothing of a device is ever retained by the broker; the record keeps the flag that it sent.
  packet.retain = false;
  const append = (): void => {
    const record = toRecord(door, session, deviceId, packet, isRetained);
    counters.received++;
    counters.receivedBytes += record.payload.byteLength;
    door.queue.add(record, (error) => {
      if (error) counters.expired++;
      else if (packet.qos === 1) counters.journalledQos1++;
      else if (packet.qos === 0) counters.journalledQos0++;
      else counters.journalledQos2++;
      answer(error);
    });
  };
  const enter = (): void => door.timeGate.pass(append, () => answer(new Error('the city has not been told the time')));
  // A will comes after its connection has closed: it has no rate of its own.
  if (session.rate?.pass(enter)) counters.slowed++;
  else if (!session.rate) enter();
}

function toRecord(
  door: Door,
  session: Session,
  deviceId: string,
  packet: PublishPacket,
  retain: boolean,
): PublicationRecord {
  const bytes = typeof packet.payload === 'string' ? Buffer.from(packet.payload) : packet.payload;
  const { topic, payload, isMasked } = session.secret
    ? maskSecrets(packet.topic, bytes, session.secret)
    : { topic: packet.topic, payload: bytes, isMasked: false };
  if (isMasked) door.counters.secretsMasked++;
  return {
    kind: 'publication',
    receivedAt: door.clock.now() ?? 0,
    wallAt: door.wallNow(),
    deviceId,
    topic,
    payload,
    qos: packet.qos,
    retain,
    messageId: packet.messageId ?? 0,
    connection: session.connection,
  };
}
