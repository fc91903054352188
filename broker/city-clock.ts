/** City time at the gateway: the `receivedAt` of the next record. */
export interface CityClock {
  readonly kind: 'wall' | 'driven';
  /** Milliseconds since 1970, UTC; never decreases. Null in a driven city before its first clock message. */
  now(): number | null;
  /** Moves a driven clock forward. Returns false and changes nothing for a time before `now()` or on the wall clock. */
  advanceTo(cityTime: number): boolean;
}

/**
 * A clock that continues from the newest record of the journal: where the wall clock is behind it, city time stands
 * still until the wall clock has caught up.
 */
export function createCityClock(options: {
  readonly kind: 'wall' | 'driven';
  readonly lastReceivedAt: number | null;
  readonly wallNow: () => number;
}): CityClock {
  const { kind, wallNow } = options;
  // Records of a driven city without a time yet (its configuration) have receivedAt 0, which is not a city time.
  let last = options.lastReceivedAt === 0 ? null : options.lastReceivedAt;
  return {
    kind,
    now() {
      if (kind === 'wall') last = Math.max(last ?? 0, Math.trunc(wallNow()));
      return last;
    },
    advanceTo(cityTime) {
      if (kind === 'wall' || (last !== null && cityTime < last)) return false;
      last = cityTime;
      return true;
    },
  };
}
