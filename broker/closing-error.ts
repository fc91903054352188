/**
 * Ends a connection for a reason that was counted and logged where it was found. Any other error of a client is a
 * violation of the protocol that aedes found.
 */
export class ClosingError extends Error {}
