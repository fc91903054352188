import type { FastifyRequest } from 'fastify';

/** Begin of the name of every session cookie. */
const SESSION_COOKIE = 'citynerve_session';

/**
 * Name of the session cookie at the address that the browser asked. Browsers send a cookie to every port of a host, so
 * the name has the port: sessions of two cities on one host (or behind two tunnels) do not replace one another.
 */
export function sessionCookieOf({ headers: { host = '' } }: Pick<FastifyRequest, 'headers'>): string {
  const address = `http://${host}`;
  const port = URL.canParse(address) ? new URL(address).port : '';
  return port === '' ? SESSION_COOKIE : `${SESSION_COOKIE}_${port}`;
}
