import type { PublicationRecord } from '../model/journal-record.ts';
import type { Door } from './door.ts';
import { holdsSecret, maskSecrets } from './mask-secrets.ts';
import type { Session } from './session.ts';

/** Answers aedes: without an error the packet is acknowledged, with one the connection ends. */
export type Answer = (error?: Error | null) => void;

/** What a device said, with a topic that is its own. */
export interface Publication {
  readonly topic: string;
  readonly payload: Buffer;
  readonly qos: 0 | 1 | 2;
  readonly retain: boolean;
  /** 0 with QoS 0 and for a will. */
  readonly messageId: number;
  /** Whether the PUBACK is the door's to write; otherwise aedes writes what its QoS asks for. */
  readonly isOursToAcknowledge: boolean;
}

/**
 * What a device says goes into the journal as it is; the answer comes when it is durable. On the path of every message: a callback is
 * made only where something has to wait.
 */
export function takePublication(
  door: Door,
  session: Session,
  deviceId: string,
  said: Publication,
  answer: Answer,
): void {
  // A will comes after its connection has closed: it has no rate of its own.
  if (!session.rate || session.rate.take()) {
    enterCity(door, session, deviceId, said, answer);
    return;
  }
  door.counters.slowed++;
  session.rate.wait(() => enterCity(door, session, deviceId, said, answer));
}

function enterCity(door: Door, session: Session, deviceId: string, said: Publication, answer: Answer): void {
  if (door.timeGate.isOpen) {
    append(door, session, deviceId, said, answer);
    return;
  }
  door.timeGate.wait(
    () => append(door, session, deviceId, said, answer),
    () => answer(new Error('the city has not been told the time')),
  );
}

function append(door: Door, session: Session, deviceId: string, said: Publication, answer: Answer): void {
  const { counters } = door;
  const { qos } = said;
  const record = toRecord(door, session, deviceId, said);
  counters.received++;
  counters.receivedBytes += record.payload.byteLength;
  door.queue.add(record, (error) => {
    if (error) counters.expired++;
    else if (qos === 1) counters.journalledQos1++;
    else if (qos === 0) counters.journalledQos0++;
    else counters.journalledQos2++;
    if (error || !said.isOursToAcknowledge) answer(error);
    else door.acknowledger.acknowledge(session, said.messageId, answer);
  });
}

function toRecord(door: Door, session: Session, deviceId: string, said: Publication): PublicationRecord {
  const { qos, retain, messageId } = said;
  if (retain) door.counters.retainIgnored++;
  let { topic, payload } = said;
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
    qos,
    retain,
    messageId,
    connection: session.connection,
  };
}
