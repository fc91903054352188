import { type Principal, userOf } from './principal.ts';

/**
 * The identity that a connection holds; at most one connection has it. Client ids are counted per user, so that no
 * client can take over that of another user. A device has one identity, its id, also when its client id is empty. An
 * empty client id of any other user stands for one that no other connection has (MQTT-3.1.3-6).
 */
export function identityOf(principal: Principal, clientId: string, connection: number): string {
  const user = userOf(principal);
  if (principal.role === 'device' || clientId === user) return user;
  return `${user}/${clientId === '' ? `#${connection}` : clientId}`;
}
