import type { DialectMessage } from '../../model/dialect.ts';

/** A message of the device d1 on its telemetry topic, with the given changes. */
export const testMessage = (payload: Uint8Array, changes: Partial<DialectMessage> = {}): DialectMessage => ({
  deviceId: 'd1',
  topic: 'city/v1/devices/d1/telemetry',
  receivedAt: 1_700_000_000_000,
  connection: 1,
  ...changes,
  payload,
});
