import type { PublicationRecord } from '../model/journal-record.ts';
import type { Answer } from './answer.ts';
import type { GatewayContext } from './gateway-context.ts';
import { holdsSecret, maskSecrets } from './mask-secrets.ts';
import type { Session } from './session.ts';

/** What a device said, with a topic that is its own. */
export interface Publication {
  readonly topic: string;
  readonly payload: Buffer;
  readonly qos: 0 | 1 | 2;
  readonly retain: boolean;
  /** 0 with QoS 0 and for a will. */
  readonly messageId: number;
  /** Whether the PUBACK is the gateway's to write; otherwise aedes writes what its QoS asks for. */
  readonly isOursToAcknowledge: boolean;
}

/**
 * What a device says goes into the journal as it is; the answer comes when it is durable. On the path of every message: a callback is
 * made only where something has to wait.
 */
export function takePublication(
  context: GatewayContext,
  session: Session,
  deviceId: string,
  said: Publication,
  answer: Answer,
): void {
  // A will comes after its connection has closed: it has no rate of its own.
  if (!session.rate || session.rate.take()) {
    enterCity(context, session, deviceId, said, answer);
    return;
  }
  context.counters.slowed++;
  session.rate.wait(() => enterCity(context, session, deviceId, said, answer));
}

function enterCity(
  context: GatewayContext,
  session: Session,
  deviceId: string,
  said: Publication,
  answer: Answer,
): void {
  if (context.timeGate.isOpen) {
    append(context, session, deviceId, said, answer);
    return;
  }
  context.timeGate.wait(
    () => append(context, session, deviceId, said, answer),
    () => answer(new Error('the city has not been told the time')),
  );
}

function append(context: GatewayContext, session: Session, deviceId: string, said: Publication, answer: Answer): void {
  const { counters } = context;
  const { qos } = said;
  const record = toRecord(context, session, deviceId, said);
  counters.received++;
  counters.receivedBytes += record.payload.byteLength;
  context.queue.add(record, (error) => {
    if (error) counters.expired++;
    else if (qos === 1) counters.journalledQos1++;
    else if (qos === 0) counters.journalledQos0++;
    else counters.journalledQos2++;
    if (error || !said.isOursToAcknowledge) answer(error);
    else context.acknowledger.acknowledge(session, said.messageId, answer);
  });
}

function toRecord(context: GatewayContext, session: Session, deviceId: string, said: Publication): PublicationRecord {
  const { qos, retain, messageId } = said;
  if (retain) context.counters.retainIgnored++;
  let { topic, payload } = said;
  if (session.secret && holdsSecret(topic, payload, session.secret)) {
    ({ topic, payload } = maskSecrets(topic, payload, session.secret));
    context.counters.secretsMasked++;
  }
  return {
    kind: 'publication',
    receivedAt: context.clock.now() ?? 0,
    wallAt: context.wallNow(),
    deviceId,
    topic,
    payload,
    qos,
    retain,
    messageId,
    connection: session.connection,
  };
}
