import type { RefusalReason } from '../model/refusal-reason.ts';

/** One refusal. `deviceId` is empty for an unknown client. */
export interface Refusal {
  readonly deviceId: string;
  readonly reason: RefusalReason;
  /** For a person: which topic, filter or id, and what would be allowed. */
  readonly detail: string;
  /** Address and port of the other side. */
  readonly address: string;
}

/** Counts refusals for the audit: one journal record per device, reason and minute, however many attempts there are. */
export interface RefusalAudit {
  add(refusal: Refusal): void;
  /** Writes the counts and begins again from zero; called once a minute and at the end. */
  flush(): void;
}

/** `onFirst` is called at once for the first refusal of a device and reason since the last `flush`, which writes it. */
export function createRefusalAudit(options: {
  readonly write: (first: Refusal, count: number) => void;
  readonly onFirst: (refusal: Refusal) => void;
}): RefusalAudit {
  let counts = new Map<string, { readonly first: Refusal; count: number }>();
  return {
    add(refusal) {
      const key = `${refusal.reason} ${refusal.deviceId}`;
      const entry = counts.get(key);
      if (entry) {
        entry.count++;
        return;
      }
      counts.set(key, { first: refusal, count: 1 });
      options.onFirst(refusal);
    },
    flush() {
      const gathered = counts;
      counts = new Map();
      for (const { first, count } of gathered.values()) options.write(first, count);
    },
  };
}
