/** Why the city refuses the connection; each has a text that says what to do. */
export type RefusalReason = 'no-city' | 'address' | 'token' | 'right';

/** State of a connection to the city. */
export type LinkState =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'connected' }
  | { readonly kind: 'refused'; readonly reason: RefusalReason };

export const WAITING: LinkState = Object.freeze({ kind: 'waiting' });
export const CONNECTED: LinkState = Object.freeze({ kind: 'connected' });

/** A refused connection. */
export const refused = (reason: RefusalReason): LinkState => Object.freeze({ kind: 'refused', reason });
