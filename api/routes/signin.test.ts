import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ApiServer } from '../api-server.ts';
import { createApi } from '../create-api.ts';
import { createSessions } from '../sessions.ts';
import { createSigninLink } from '../signin-link.ts';
import { testCity } from '../test-city.ts';

describe('signing in', () => {
  const noon = 1_700_000_000_000;
  let directory: string;
  let file: string;
  let app: ApiServer;
  beforeEach(async () => {
    directory = mkdtempSync(join(tmpdir(), 'citynerve-signin-'));
    file = join(directory, 'signin.json');
    app = await createApi(testCity({ sessions: createSessions({ file, now: () => noon }) }).deps);
  });
  afterEach(async () => {
    await app.close();
    rmSync(directory, { recursive: true });
  });

  test('a link gives a session, and signing out ends it for good', async () => {
    const { path } = createSigninLink(file, 'wang', noon);
    const page = await app.inject({ url: path });
    const [setCookie] = [page.headers['set-cookie']].flat();
    expect(setCookie).toMatch(/^citynerve_session=[\w-]{43}; Max-Age=604800; Path=\/; HttpOnly; SameSite=Strict$/);
    // A page and no redirect: see signin-pages.ts.
    expect([page.statusCode, page.headers.location]).toEqual([200, undefined]);
    expect(page.body).toContain('<meta http-equiv="refresh" content="0;url=/">');

    const headers = { cookie: setCookie?.split(';')[0] ?? '' };
    expect((await app.inject({ url: '/api/session', headers })).json()).toEqual({ user: 'wang' });

    const signout = { method: 'POST', url: '/api/signout' } as const;
    const signedOut = await app.inject({ ...signout, headers: { ...headers, 'x-citynerve': '1' } });
    expect(signedOut.statusCode).toBe(204);
    expect(signedOut.headers['set-cookie']).toContain('Path=/; Expires=Thu, 01 Jan 1970');
    expect((await app.inject({ url: '/api/session', headers })).statusCode).toBe(401);
    expect((await app.inject({ url: '/api/city', headers })).statusCode).toBe(401);
  });

  test.each(['/signin', '/signin?token=', '/signin?token=wrong'])(
    '%s tells in two languages what to run',
    async (url) => {
      const page = await app.inject({ url });
      expect([page.statusCode, page.headers['set-cookie']]).toEqual([401, undefined]);
      expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
      expect(page.body.match(/npx citynerve signin/g)).toHaveLength(2);
      expect(page.body).toContain('请在');
    },
  );

  test('a link works once', async () => {
    const { path } = createSigninLink(file, 'wang', noon);
    expect((await app.inject({ url: path })).statusCode).toBe(200);
    expect((await app.inject({ url: path })).statusCode).toBe(401);
  });

  test('an eleventh attempt within a minute is answered 429', async () => {
    for (let attempt = 0; attempt < 10; attempt += 1) await app.inject({ url: '/signin?token=guess' });
    const answer = await app.inject({ url: createSigninLink(file, 'wang', noon).path });
    expect(answer.json()).toMatchObject({ status: 429, title: 'Too many attempts' });
  });

  test('behind HTTPS the cookie is marked Secure', async () => {
    const sessions = createSessions({ file, now: () => noon });
    const behindProxy = await createApi(testCity({ sessions, isHttps: true }).deps);
    const page = await behindProxy.inject({ url: createSigninLink(file, 'wang', noon).path });
    expect(page.headers['set-cookie']).toContain('Secure');
    await behindProxy.close();
  });
});
