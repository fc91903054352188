/** Whether a role's main loop still turns, judged by the messages that come from it. */
export interface Heartbeat {
  heard(): void;
  /** The role has loaded: from now on `silentMillis` holds. */
  loaded(): void;
  /** Asked again and again: true once nothing was heard for too long. */
  isSilent(): boolean;
}

/**
 * While a role loads its programs and restores its state, `loadingMillis` may pass between two messages, afterwards `silentMillis`. Where
 * the question itself comes late (the machine was suspended, or the supervisor's own loop was blocked), no message could have been
 * received either: counting starts anew.
 */
export function createHeartbeat(options: {
  readonly now: () => number;
  readonly silentMillis: number;
  readonly loadingMillis: number;
}): Heartbeat {
  const { now, silentMillis, loadingMillis } = options;
  let lastHeardAt = now();
  let lastAskedAt = now();
  let boundMillis = loadingMillis;
  return {
    heard() {
      lastHeardAt = now();
    },
    loaded() {
      lastHeardAt = now();
      boundMillis = silentMillis;
    },
    isSilent() {
      const at = now();
      const wasBlocked = at - lastAskedAt > silentMillis / 2;
      lastAskedAt = at;
      if (wasBlocked) lastHeardAt = at;
      return at - lastHeardAt > boundMillis;
    },
  };
}
