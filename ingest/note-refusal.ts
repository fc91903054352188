import type { DeviceRefusals } from '../model/device-refusals.ts';
import type { RefusalRecord } from '../model/journal-record.ts';

/** Adds a record to the refusals of one device by reason. */
export function noteRefusal(refusals: Map<string, DeviceRefusals>, record: RefusalRecord): void {
  const { reason, count, receivedAt: lastAt, detail = null } = record;
  const before = refusals.get(reason)?.count ?? 0;
  refusals.set(reason, { reason, count: before + count, lastAt, detail });
}
