import { backOffMillis } from '../model/back-off.ts';
import type { Timers } from '../model/timers.ts';
import { endSession, type Session } from './session.ts';

/** Which connection holds which identity, and which one waits to take it over. */
export interface Identities {
  /**
   * Gives `session` its identity and then calls `grant`: at once when nobody holds it, and also when another connection
   * does, which is then `former` and has to be closed (MQTT-3.1.4-2). Only where two clients fight over an identity,
   * the newcomer waits first.
   */
  claim(session: Session, grant: Grant): void;
  /** To be called when a connection has closed: one that waits for its identity gets it at once. */
  release(session: Session): void;
  /**
   * Identities that were taken over so often within the window that the next takeover waits; to be called once a minute
   * at least, because it also forgets what is past.
   */
  contested(): readonly string[];
}

type Grant = (former: Session | null) => void;

interface Claimed {
  holder: Session | null;
  waiting: { readonly session: Session; readonly grant: Grant; readonly cancel: () => void } | null;
  /** Moments of the takeovers within the window, oldest first. */
  takeovers: readonly number[];
}

/** When takeovers of one identity are slowed. */
export interface TakeoverLimits {
  /** So many takeovers of an identity within the window are done at once. */
  readonly takeoversAtOnce: number;
  readonly takeoverWindowSeconds: number;
  /** The first takeover above that waits so long, each further one twice as long as the one before. */
  readonly firstTakeoverWaitSeconds: number;
  /** Longest wait of a takeover. */
  readonly longestTakeoverWaitSeconds: number;
}

/**
 * No identity is held yet. Two clients with one credential, each of which connects again when it is closed, would
 * otherwise push each other out many times a second; slowed, each of them has time to send what it has.
 */
export function createIdentities(options: {
  readonly timers: Pick<Timers, 'now' | 'after'>;
  readonly limits: TakeoverLimits;
  /** Called for each takeover that has to wait, with the connection that holds the identity meanwhile. */
  readonly onSlowed: (session: Session, holder: Session) => void;
}): Identities {
  const { timers, limits, onSlowed } = options;
  const claimed = new Map<string, Claimed>();

  function takeOver(entry: Claimed, session: Session, grant: Grant): void {
    const former = entry.holder;
    entry.holder = session;
    entry.waiting = null;
    if (former !== null) entry.takeovers = [...entry.takeovers, timers.now()];
    grant(former);
  }

  /** Forgets takeovers before the window, and the identity when nothing is left of it. */
  function forgetPast(identity: string, entry: Claimed): void {
    const since = timers.now() - limits.takeoverWindowSeconds * 1000;
    entry.takeovers = entry.takeovers.filter((at) => at > since);
    if (entry.holder === null && entry.takeovers.length === 0) claimed.delete(identity);
  }

  function waitMillis({ takeovers }: Claimed): number {
    const attempt = takeovers.length - limits.takeoversAtOnce + 1;
    if (attempt < 1) return 0;
    return backOffMillis(attempt, limits.firstTakeoverWaitSeconds * 1000, limits.longestTakeoverWaitSeconds * 1000);
  }

  return {
    claim(session, grant) {
      const entry = claimed.get(session.identity) ?? { holder: null, waiting: null, takeovers: [] };
      forgetPast(session.identity, entry);
      claimed.set(session.identity, entry);
      const millis = waitMillis(entry);
      if (entry.holder === null || millis === 0) return takeOver(entry, session, grant);
      onSlowed(session, entry.holder);
      const former = entry.waiting;
      const cancel = timers.after(millis, () => takeOver(entry, session, grant));
      entry.waiting = { session, grant, cancel };
      // Of several that wait, only the newest has a client that still waits for an answer.
      former?.cancel();
      if (former) endSession(former.session);
    },
    release(session) {
      const entry = claimed.get(session.identity);
      if (entry === undefined) return;
      const { waiting } = entry;
      if (waiting?.session === session) {
        waiting.cancel();
        entry.waiting = null;
      }
      if (entry.holder !== session) return;
      entry.holder = null;
      waiting?.cancel();
      if (waiting) takeOver(entry, waiting.session, waiting.grant);
      else forgetPast(session.identity, entry);
    },
    contested() {
      for (const [identity, entry] of [...claimed]) forgetPast(identity, entry);
      const found = [...claimed].filter(([, { takeovers }]) => takeovers.length >= limits.takeoversAtOnce);
      return found.map(([identity]) => identity);
    },
  };
}
