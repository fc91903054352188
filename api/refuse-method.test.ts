import { METHODS } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ApiServer } from './api-server.ts';
import { createApi } from './create-api.ts';
import { SIGNED_IN, testCity } from './test-city.ts';

/** Every method but CONNECT, which no server of addresses answers. */
type AnyMethod = 'GET';
const others = METHODS.filter((method) => !['CONNECT', 'GET', 'HEAD', 'OPTIONS'].includes(method)) as AnyMethod[];

describe('a method that an address does not have', () => {
  let app: ApiServer;
  beforeAll(async () => {
    app = await createApi(testCity().deps);
  });
  afterAll(() => app.close());

  test.each(others)('%s is answered 405 with the methods that there are, also without a session', async (method) => {
    for (const url of ['/api/readings?limit=x', '/api/devices/rain-1', '/healthz']) {
      const answer = await app.inject({ method, url, headers: { 'content-type': 'strange/type' }, payload: '{' });
      expect([url, answer.statusCode, answer.headers['allow']]).toEqual([url, 405, 'GET, HEAD, OPTIONS']);
      expect(answer.headers['content-type']).toContain('application/problem+json');
    }
  });

  test('GET where something is changed is one of them', async () => {
    const answer = await app.inject({ url: '/api/signout', headers: SIGNED_IN });
    expect([answer.statusCode, answer.headers['allow']]).toEqual([405, 'POST, OPTIONS']);
  });

  test('OPTIONS is answered with the methods that there are, and grants no page of another site anything', async () => {
    const headers = { origin: 'https://elsewhere.test', 'access-control-request-method': 'POST' };
    const answer = await app.inject({ method: 'OPTIONS', url: '/api/signout', headers });
    expect([answer.statusCode, answer.headers['allow'], answer.body]).toEqual([204, 'POST, OPTIONS', '']);
    expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
  });

  test('at an address that does not exist is answered 404', async () => {
    expect((await app.inject({ method: 'PUT', url: '/api/nothing', headers: { 'x-citynerve': '1' } })).statusCode).toBe(
      404,
    );
  });
});

describe('HEAD', () => {
  test.each(['/api/readings', '/api/aggregate?property=drain.level', '/api/devices/rain-1', '/healthz', '/api/stream'])(
    'of %s is GET without a body',
    async (url) => {
      const app = await createApi(testCity().deps);
      const answer = await app.inject({ method: 'HEAD', url, headers: SIGNED_IN });
      expect([answer.statusCode, answer.body]).toEqual([200, '']);
      expect(answer.headers['content-type']).toMatch(/^(application\/json|text\/event-stream)/);
      await app.close();
    },
  );
});
