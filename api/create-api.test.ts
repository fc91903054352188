import type { RouteOptions } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ApiServer } from './api-server.ts';
import { createApi } from './create-api.ts';
import { testCity } from './test-city.ts';

const SAME_ORIGIN = { origin: 'http://city.test', host: 'city.test' };
const OPEN = [
  'GET /',
  'GET /api/session',
  'GET /healthz',
  'GET /metrics',
  'GET /readyz',
  'GET /signin',
  'POST /signin',
];
const HEADS = OPEN.filter((route) => route.startsWith('GET')).map((route) => route.replace('GET', 'HEAD'));

describe('access to the API', () => {
  const routes: RouteOptions[] = [];
  let app: ApiServer;
  beforeAll(async () => {
    app = await createApi(testCity().deps, (route) => {
      if (route.config?.allow === undefined) routes.push(route);
    });
  });
  afterAll(() => app.close());

  test('only these are open', () => {
    const open = routes.filter(({ config }) => config?.isOpen === true).map(({ method, url }) => `${method} ${url}`);
    expect(open.sort()).toEqual([...OPEN, ...HEADS].sort());
  });

  test('every other route answers 401 without a session, whatever else is wrong with the request', async () => {
    const closed = routes.filter(({ config }) => config?.isOpen !== true);
    expect(closed.length).toBeGreaterThan(15);
    for (const { method, url } of closed) {
      const answer = await app.inject({
        method: (Array.isArray(method) ? method[0] : method) as 'GET',
        url: url.replaceAll(/:\w+/g, 'x'),
        headers: { 'x-citynerve': '1', ...SAME_ORIGIN, cookie: 'citynerve_session=bad' },
      });
      expect([url, answer.statusCode]).toEqual([url, 401]);
      expect(answer.headers['content-type']).toContain('application/problem+json');
      if (method === 'HEAD') continue;
      expect(answer.json()).toMatchObject({
        status: 401,
        detail: expect.stringContaining('npm run citynerve -- signin --data /srv/city'),
      });
    }
  });

  test('a wrong Bearer token is refused even beside a good cookie', async () => {
    const headers = { cookie: 'citynerve_session=good', authorization: 'Bearer wrong' };
    const refused = await app.inject({ url: '/api/city', headers });
    expect([refused.statusCode, refused.headers['www-authenticate']]).toEqual([
      401,
      'Bearer realm="citynerve", error="invalid_token"',
    ]);
    expect(refused.json().detail).toContain(
      'wrong, expired or revoked. Make one with `npm run citynerve -- token create',
    );
    expect((await app.inject({ url: '/api/city', headers: { authorization: 'Bearer good-token' } })).statusCode).toBe(
      200,
    );
    expect((await app.inject({ url: '/api/city', headers: { authorization: 'Basic Z29vZA==' } })).statusCode).toBe(401);
  });

  test('every response has the lag of documents and series store in a header', async () => {
    const headers = { authorization: 'Bearer good-token' };
    const ofReadings = await app.inject({ url: '/api/latest', headers });
    expect(ofReadings.headers['citynerve-behind']).toBe('series=8, documents=0');
    expect((await app.inject({ url: '/healthz' })).headers['citynerve-behind']).toBeUndefined();
  });

  test('every response has the security headers, also errors and unknown paths', async () => {
    for (const url of ['/healthz', '/api/city', '/api/nothing', '/signin?token=bad', '/']) {
      const { headers } = await app.inject({ url });
      expect(headers['content-security-policy']).toBe(
        "default-src 'self';script-src 'self';style-src 'self' 'unsafe-inline';worker-src 'self' blob:;" +
          "img-src 'self' data: blob:;connect-src 'self';object-src 'none';base-uri 'none';form-action 'self';frame-ancestors 'none'",
      );
      expect(headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'x-frame-options': 'DENY',
        // The form of a sign-in link needs its own origin: see routes/signin.ts.
        'referrer-policy': url.startsWith('/signin') ? 'same-origin' : 'no-referrer',
        'cache-control': 'no-store',
      });
      expect(headers['strict-transport-security']).toBeUndefined();
    }
  });

  test('an unknown address is a problem document', async () => {
    const answer = await app.inject({ url: '/api/nothing' });
    expect([answer.statusCode, answer.json().status]).toEqual([404, 404]);
  });
});
