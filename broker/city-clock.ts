/** City time at the gateway: what `receivedAt` of the next record is. */
export interface CityClock {
  readonly kind: 'wall' | 'driven';
  /** Milliseconds since 1970, UTC; never goes back. Null in a driven city that nobody has told the time yet. */
  now(): number | null;
  /** Sets a driven clock forward; false, and nothing happens, for a time before `now()`. */
  advanceTo(cityTime: number): boolean;
}

/** Continues from the newest record of the journal, whatever the wall says. */
export function createCityClock(options: {
  readonly kind: 'wall' | 'driven';
  readonly lastReceivedAt: number | null;
  readonly wallNow: () => number;
}): CityClock {
  const { kind, wallNow } = options;
  // Config that was journalled before a driven city had a time stands at 0, which is not a time to go on from.
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
