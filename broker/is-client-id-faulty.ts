import { type Principal, userOf } from './principal.ts';

const CLIENT_ID = /^[A-Za-z0-9_-]{1,64}(:[A-Za-z0-9_-]{1,64})?$/;

/**
 * Whether a client id is not allowed for a credential. A device's client id equals its user name, so that one
 * credential has one connection. A service may have several clients: `operator`, `operator:wall-2`. An empty one is
 * refused (aedes would generate one).
 */
export function isClientIdFaulty(principal: Principal, clientId: string): boolean {
  const user = userOf(principal);
  if (clientId === user) return false;
  return principal.role === 'device' || !clientId.startsWith(`${user}:`) || !CLIENT_ID.test(clientId);
}
