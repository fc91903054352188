import { type Principal, userOf } from './principal.ts';

const CLIENT_ID = /^[A-Za-z0-9_-]{1,64}(:[A-Za-z0-9_-]{1,64})?$/;

/**
 * Whether a client id does not go with a credential. A device's equals its user name, so one credential is one connection; a service may
 * run more than one client: `operator`, `operator:wall-2`. An empty one is refused too (aedes would make one up).
 */
export function isClientIdFaulty(principal: Principal, clientId: string): boolean {
  const user = userOf(principal);
  if (clientId === user) return false;
  return principal.role === 'device' || !clientId.startsWith(`${user}:`) || !CLIENT_ID.test(clientId);
}
