import type { RefusalReason } from './refusal-reason.ts';

/** Refusals gathered for the audit: one record per device, reason and minute, however often somebody tries. */
export interface RefusalBook {
  /** `deviceId` is empty for a stranger. */
  add(deviceId: string, reason: RefusalReason): void;
  /** Hands out what was gathered; called once a minute and at the end. */
  flush(): void;
}

/** `onFirst` hears of the first of a kind at once, so that a person need not wait for the minute to end. */
export function createRefusalBook(options: {
  readonly write: (deviceId: string, reason: RefusalReason, count: number) => void;
  readonly onFirst: (deviceId: string, reason: RefusalReason) => void;
}): RefusalBook {
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
