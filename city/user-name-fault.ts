import { SERVICES } from './credentials.ts';

const USER_NAME = /^[A-Za-z0-9_-]{1,64}$/;

/**
 * What the name of a device or a bridge must be, where `name` is none; null: it is one. The names of the city's own
 * programs are reserved: a device of that name would get, and replace, their credential.
 */
export function userNameFault(name: string): string | null {
  if (SERVICES.some((service) => service === name)) {
    return `another name: ${SERVICES.join(', ')} are reserved for the city's own programs`;
  }
  return USER_NAME.test(name) ? null : 'letters, digits, - and _, at most 64';
}
