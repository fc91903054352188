import type { PublicationRecord } from '../../model/journal-record.ts';

/** The record of one telemetry message as the gateway appends it, for tests that write the journal themselves. */
export function journalledPublication(deviceId: string, payload: string, messageId: number): PublicationRecord {
  return {
    kind: 'publication',
    receivedAt: Date.now(),
    wallAt: Date.now(),
    deviceId,
    topic: `city/v1/devices/${deviceId}/telemetry`,
    payload: Buffer.from(payload),
    qos: 1,
    retain: false,
    dup: false,
    messageId,
    connection: 1,
  };
}
