import type { RefusalReason } from './refusal-reason.ts';

/** Counts refusals for the audit: one journal record per device, reason and minute, however many attempts there are. */
export interface RefusalAudit {
  /** `deviceId` is empty for an unknown client. */
  add(deviceId: string, reason: RefusalReason): void;
  /** Writes the counts and begins again from zero; called once a minute and at the end. */
  flush(): void;
}

/** `onFirst` is called at once for the first refusal of a device and reason since the last `flush`. */
export function createRefusalAudit(options: {
  readonly write: (deviceId: string, reason: RefusalReason, count: number) => void;
  readonly onFirst: (deviceId: string, reason: RefusalReason) => void;
}): RefusalAudit {
  let counts = new Map<string, { deviceId: string; reason: RefusalReason; count: number }>();
  return {
    add(deviceId, reason) {
      const key = `${reason} ${deviceId}`;
      const entry = counts.get(key);
      if (entry) {
        entry.count++;
        return;
      }
      counts.set(key, { deviceId, reason, count: 1 });
      options.onFirst(deviceId, reason);
    },
    flush() {
      const gathered = counts;
      counts = new Map();
      for (const { deviceId, reason, count } of gathered.values()) options.write(deviceId, reason, count);
    },
  };
}
