/** Why the city does not let us in; each has a text that says what to do. */
export type RefusalReason = 'no-city' | 'address' | 'token' | 'right';

/** How a connection to the city stands. */
export type LinkState =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'connected' }
  | { readonly kind: 'refused'; readonly reason: RefusalReason };

export const WAITING: LinkState = Object.freeze({ kind: 'waiting' });
export const CONNECTED: LinkState = Object.freeze({ kind: 'connected' });

/** A refusal for a reason. */
export const refused = (reason: RefusalReason): LinkState => Object.freeze({ kind: 'refused', reason });
