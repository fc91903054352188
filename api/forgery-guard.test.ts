import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ApiServer } from './api-server.ts';
import { createApi } from './create-api.ts';
import { ALERT, BEARER, READER, signedInAt, type TestCity, testCity } from './test-city.ts';

describe('a request that another site made the browser send', () => {
  const SIGNED_IN = signedInAt(8080);
  let city: TestCity;
  let app: ApiServer;
  const post = (headers: Record<string, string>) =>
    app.inject({
      method: 'POST',
      url: `/api/alerts/${encodeURIComponent(ALERT.id)}/acknowledge`,
      headers: { host: 'city.test:8080', ...headers },
      payload: { note: 'seen' },
    });
  beforeAll(async () => {
    city = testCity();
    app = await createApi(city.deps);
  });
  afterAll(() => app.close());

  test.each([
    ['has no header of ours', SIGNED_IN],
    ['has a wrong header', { ...SIGNED_IN, 'x-citynerve': '0' }],
    ['names another site', { ...SIGNED_IN, 'x-citynerve': '1', origin: 'https://evil.test' }],
    ['names another port', { ...SIGNED_IN, 'x-citynerve': '1', origin: 'http://city.test:1880' }],
    ['names no origin (a sandboxed frame)', { ...SIGNED_IN, 'x-citynerve': '1', origin: 'null' }],
    ['has a Bearer token and names another site', { ...BEARER, origin: 'https://evil.test' }],
  ])('is refused when it %s', async (_what, headers) => {
    const answer = await post(headers);
    expect(answer.statusCode).toBe(403);
    expect(answer.json().field).toMatch(/^(x-citynerve|origin)$/);
    expect(city.actions).toEqual([]);
  });

  test('a change with a token of scope read is refused, and the scope named', async () => {
    const answer = await post({ ...READER, 'x-citynerve': '1' });
    expect([answer.statusCode, answer.headers['content-type']]).toEqual([
      403,
      'application/problem+json; charset=utf-8',
    ]);
    expect(answer.json().detail).toBe('This needs a token of scope "act"; this one has read.');
    expect(answer.headers['www-authenticate']).toBe(
      'Bearer realm="citynerve", error="insufficient_scope", scope="act"',
    );
    expect(city.actions).toEqual([]);
    expect((await app.inject({ url: '/api/city', headers: READER })).statusCode).toBe(200);
    const forbidden = await app.inject({
      method: 'POST',
      url: '/api/signout',
      headers: { ...READER, 'x-citynerve': '1' },
    });
    expect(forbidden.statusCode).toBe(403);
  });

  test('is refused as a plain form, which needs no preflight', async () => {
    const headers = { host: 'city.test:8080', ...SIGNED_IN, 'x-citynerve': '1', 'content-type': 'text/plain' };
    const answer = await app.inject({
      method: 'POST',
      url: `/api/alerts/${encodeURIComponent(ALERT.id)}/acknowledge`,
      headers,
      payload: '{"note":"x"}',
    });
    expect(answer.statusCode).toBe(415);
    expect(answer.json().detail).toBe('Write the header content-type: application/json, with a body of that type.');
    expect(city.actions).toEqual([]);
  });

  test('no preflight is granted', async () => {
    const headers = { origin: 'https://evil.test', 'access-control-request-method': 'POST' };
    const answer = await app.inject({ method: 'OPTIONS', url: '/api/signout', headers });
    expect(answer.statusCode).toBe(204);
    expect(answer.headers['access-control-allow-origin']).toBeUndefined();
  });

  test('the page itself and a program are accepted', async () => {
    expect((await post({ ...SIGNED_IN, 'x-citynerve': '1', origin: 'http://city.test:8080' })).statusCode).toBe(202);
    expect((await post(BEARER)).statusCode).toBe(202);
    expect(city.actions.map(({ user }) => user)).toEqual(['wang', 'robot']);
  });
});
