import type { Principal } from './principal.ts';

const CLIENT_ID = /^[A-Za-z0-9_.:-]{1,128}$/;

/**
 * Whether a client id is not allowed for a credential. A device's client id is its user name or empty, so that one
 * credential has one connection. A service may have several clients, each with a client id of its own: `screen-1`,
 * `operator:wall-2`. An empty one is allowed for clean sessions only (MQTT-3.1.3-8).
 */
export function isClientIdFaulty(principal: Principal, clientId: string, isCleanSession: boolean): boolean {
  if (clientId === '') return !isCleanSession;
  return principal.role === 'device' ? clientId !== principal.deviceId : !CLIENT_ID.test(clientId);
}
