import type { Session } from './session.ts';

/** Which connection holds which client id. */
export interface Identities {
  /**
   * Gives `session` its client id: `free` when nobody holds it, `replaced` when the holder was silent for longer than
   * the grace and counts as dead, `held` when the holder lives and the newcomer has to go.
   */
  claim(session: Session): Claim;
  release(session: Session): void;
}

type Claim =
  | { readonly outcome: 'free' }
  | { readonly outcome: 'held' }
  | { readonly outcome: 'replaced'; readonly former: Session };

/**
 * MQTT would let the newcomer take over; here the first stays, so that a copied credential cannot push a device out
 * while it speaks. A device whose power failed leaves a half-dead TCP connection behind: the grace is how long it then
 * waits outside.
 */
export function createIdentities(options: { readonly now: () => number; readonly graceMillis: number }): Identities {
  const holders = new Map<string, Session>();
  return {
    claim(session) {
      const former = holders.get(session.clientId);
      if (former && options.now() - former.lastHeardAt <= options.graceMillis) return { outcome: 'held' };
      holders.set(session.clientId, session);
      return former ? { outcome: 'replaced', former } : { outcome: 'free' };
    },
    release(session) {
      if (holders.get(session.clientId) === session) holders.delete(session.clientId);
    },
  };
}
