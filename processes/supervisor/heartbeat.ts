/** Detects that the main loop of a role hangs, by the messages that it sends. */
export interface Heartbeat {
  /** To be called for each message of the role. */
  received(): void;
  /** To be called when the role has loaded: from then on `silentMillis` applies. */
  loaded(): void;
  /** To be called regularly: true once no message came for too long. */
  isSilent(): boolean;
}

/**
 * While a role loads its programs and restores its state, `loadingMillis` may pass between two messages, afterwards
 * `silentMillis`. When `isSilent` itself is called late (the machine was suspended, or the supervisor's own loop was
 * blocked), no message could be received either, and the time starts again.
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
    received() {
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
