import type { PublishPacket } from 'aedes';
import type { PublicationRecord } from '../model/journal-record.ts';
import type { Door } from './door.ts';
import { holdsSecret, maskSecrets } from './mask-secrets.ts';
import type { Session } from './session.ts';

/** Answers aedes: without an error the packet is acknowledged, with one the connection ends. */
export type Answer = (error?: Error | null) => void;

/**
 * What a device says goes into the journal as it is; the answer comes when it is durable. On the path of every message: a callback is
 * made only where something has to wait.
 */
export function takePublication(
  door: Door,
  session: Session,
  deviceId: string,
  packet: PublishPacket,
  answer: Answer,
): void {
  // A will comes after its connection has closed: it has no rate of its own.
  if (!session.rate || session.rate.take()) {
    enterCity(door, session, deviceId, packet, answer);
    return;
  }
  door.counters.slowed++;
  session.rate.wait(() => enterCity(door, session, deviceId, packet, answer));
}

function enterCity(door: Door, session: Session, deviceId: string, packet: PublishPacket, answer: Answer): void {
  if (door.timeGate.isOpen) {
    append(door, session, deviceId, packet, answer);
    return;
  }
  door.timeGate.wait(
    () => append(door, session, deviceId, packet, answer),
    () => answer(new Error('the city has not been told the time')),
  );
}

function append(door: Door, session: Session, deviceId: string, packet: PublishPacket, answer: Answer): void {
  const { counters } = door;
  const { qos } = packet;
  const record = toRecord(door, session, deviceId, packet);
  counters.received++;
  counters.receivedBytes += record.payload.byteLength;
  door.queue.add(record, (error) => {
    if (error) counters.expired++;
    else if (qos === 1) counters.journalledQos1++;
    else if (qos === 0) counters.journalledQos0++;
    else counters.journalledQos2++;
    // A will has no message id and nobody to acknowledge it to; where somebody listens, aedes delivers and acknowledges itself.
    if (error || qos !== 1 || !packet.messageId || door.subscriptions.isTelemetryHeard()) {
      answer(error);
      return;
    }
    // For aedes it is QoS 0 from here on: the PUBACK is ours.
    packet.qos = 0;
    door.acknowledger.acknowledge(session, packet.messageId, answer);
  });
}

function toRecord(door: Door, session: Session, deviceId: string, packet: PublishPacket): PublicationRecord {
  const { retain } = packet;
  if (retain) door.counters.retainIgnored++;
  // Nothing of a device is ever retained by the broker; the record keeps the flag that it sent.
  packet.retain = false;
  let { topic } = packet;
  let payload = typeof packet.payload === 'string' ? Buffer.from(packet.payload) : packet.payload;
  if (session.secret && holdsSecret(topic, payload, session.secret)) {
    ({ topic, payload } = maskSecrets(topic, payload, session.secret));
    door.counters.secretsMasked++;
  }
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
