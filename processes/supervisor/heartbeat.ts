/** Whether a role's main loop still turns, judged by what is heard of it. */
export interface Heartbeat {
  heard(): void;
  /** Asked again and again: true once nothing was heard for too long. */
  isSilent(): boolean;
}

/**
 * Before its first word a role is loading its programs, which takes longer on a busy machine. A judge who was held up himself (the machine
 * slept, or the supervisor's own loop stood still) has heard nothing either: he starts to count anew.
 */
export function createHeartbeat(options: {
  readonly now: () => number;
  readonly silentMillis: number;
  readonly firstWithinMillis: number;
}): Heartbeat {
  const { now, silentMillis, firstWithinMillis } = options;
  let lastHeardAt = now();
  let lastAskedAt = now();
  let patienceMillis = firstWithinMillis;
  return {
    heard() {
      lastHeardAt = now();
      patienceMillis = silentMillis;
    },
    isSilent() {
      const at = now();
      const wasHeldUp = at - lastAskedAt > silentMillis / 2;
      lastAskedAt = at;
      if (wasHeldUp) lastHeardAt = at;
      return at - lastHeardAt > patienceMillis;
    },
  };
}
