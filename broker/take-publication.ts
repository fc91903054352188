import type { PublicationRecord } from '../model/journal-record.ts';
import type { Answer } from './answer.ts';
import { ClosingError } from './closing-error.ts';
import type { GatewayContext } from './gateway-context.ts';
import { holdsSecret, maskSecrets } from './mask-secrets.ts';
import type { Session } from './session.ts';

/** A publication of a device on a topic that it may use. */
export interface Publication {
  readonly topic: string;
  readonly payload: Buffer;
  readonly qos: 0 | 1 | 2;
  readonly retain: boolean;
  readonly dup: boolean;
  /** 0 with QoS 0 and for a will. */
  readonly messageId: number;
  /** Whether the gateway writes the PUBACK; otherwise aedes writes what the QoS requires. */
  readonly isOursToAcknowledge: boolean;
}

/**
 * Appends a publication of a device to the journal as it is; calls `answer` when it is durable, or with an error when
 * it could not be written in time. Runs for every message: a closure is allocated only where the message has to wait.
 */
export function takePublication(
  context: GatewayContext,
  session: Session,
  deviceId: string,
  publication: Publication,
  answer: Answer,
): void {
  // A will is published after its connection has closed and its rate limiter is gone.
  if (!session.rate || session.rate.take()) {
    appendInCityTime(context, session, deviceId, publication, answer);
    return;
  }
  context.counters.slowed++;
  session.rate.wait(() => appendInCityTime(context, session, deviceId, publication, answer));
}

/** Appends when city time is known: in a driven city, a publication before the first clock message has to wait. */
function appendInCityTime(
  context: GatewayContext,
  session: Session,
  deviceId: string,
  publication: Publication,
  answer: Answer,
): void {
  if (context.timeGate.isOpen) {
    append(context, session, deviceId, publication, answer);
    return;
  }
  context.timeGate.wait(
    () => append(context, session, deviceId, publication, answer),
    () => answer(new ClosingError('the driven city has had no clock message yet')),
  );
}

function append(
  context: GatewayContext,
  session: Session,
  deviceId: string,
  publication: Publication,
  answer: Answer,
): void {
  const { counters } = context;
  const { qos, messageId } = publication;
  const { unacknowledged } = session;
  const record = toRecord(context, session, deviceId, publication);
  counters.received++;
  counters.receivedBytes += record.payload.byteLength;
  if (messageId !== 0) unacknowledged.add(messageId);
  const settled = (error: Error | null): void => {
    if (error) counters.expired++;
    else if (qos === 1) counters.journalledQos1++;
    else if (qos === 0) counters.journalledQos0++;
    else counters.journalledQos2++;
    if (!error && publication.isOursToAcknowledge) {
      context.acknowledger.acknowledge(session, messageId, answer);
      return;
    }
    // With an error it is not in the journal (if it gets there, `whenQueued` says so); else aedes writes its PUBACK
    // now.
    if (error || !session.client.conn.destroyed) unacknowledged.delete(messageId);
    answer(error);
  };
  context.queue.add(record, settled, session.whenQueued);
}

function toRecord(
  context: GatewayContext,
  session: Session,
  deviceId: string,
  publication: Publication,
): PublicationRecord {
  const { qos, retain, dup, messageId } = publication;
  if (retain) context.counters.retainIgnored++;
  let { topic, payload } = publication;
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
    dup,
    messageId,
    connection: session.connection,
  };
}
