import { mkdtempSync, rmSync } from 'node:fs';
import type { OutgoingHttpHeaders } from 'node:http';
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

  const host = 'city.test:8080';
  const FORM = { host, origin: `http://${host}`, 'content-type': 'application/x-www-form-urlencoded' };
  const newLink = (user = 'wang') => createSigninLink(file, user, noon);
  const press = (token: string, headers: Record<string, string> = {}, to = app) =>
    to.inject({
      method: 'POST',
      url: '/signin',
      headers: { ...FORM, ...headers },
      payload: `token=${encodeURIComponent(token)}`,
    });
  const cookieOf = ({ headers }: { headers: OutgoingHttpHeaders }) =>
    [headers['set-cookie'] ?? ''].flat().join().split(';')[0] ?? '';

  test('a link leads to a button, the button to a session, and signing out ends it for good', async () => {
    const { path, token } = newLink();
    const shown = await app.inject({ url: path, headers: { host } });
    expect([shown.statusCode, shown.headers['set-cookie']]).toEqual([200, undefined]);
    expect(shown.body).toContain('<form method="post" action="/signin">');
    expect(shown.body).toContain(`value="${token}"`);

    const page = await press(token);
    expect([page.headers['set-cookie']].flat()[0]).toMatch(
      /^citynerve_session_8080=[\w-]{43}; Max-Age=604800; Path=\/; HttpOnly; SameSite=Strict$/,
    );
    // A page and no redirect: see signin-pages.ts.
    expect([page.statusCode, page.headers.location]).toEqual([200, undefined]);
    expect(page.body).toContain('<meta http-equiv="refresh" content="0;url=/">');

    const headers = { host, cookie: cookieOf(page) };
    expect((await app.inject({ url: '/api/session', headers })).json()).toMatchObject({ user: 'wang' });

    const signout = { method: 'POST', url: '/api/signout' } as const;
    const signedOut = await app.inject({ ...signout, headers: { ...headers, 'x-citynerve': '1' } });
    expect(signedOut.statusCode).toBe(204);
    expect(signedOut.headers['set-cookie']).toMatch(
      /^citynerve_session_8080=; Max-Age=0; Path=\/; Expires=Thu, 01 Jan 1970/,
    );
    expect((await app.inject({ url: '/api/session', headers })).statusCode).toBe(401);
    expect((await app.inject({ url: '/api/city', headers })).statusCode).toBe(401);
  });

  test('the preview that a chat fetches uses up nothing', async () => {
    const { path, token } = newLink();
    for (const _ of [1, 2, 3]) expect((await app.inject({ url: path, headers: { host } })).statusCode).toBe(200);
    expect(cookieOf(await press(token))).toContain('citynerve_session_8080=');
  });

  test('cities on one host, and behind tunnels to one host, have cookies of their own', async () => {
    const names = ['city.test', 'city.test:8090', '[::1]:8091'].map((where) =>
      press(newLink().token, { host: where, origin: `http://${where}` }).then((page) => cookieOf(page).split('=')[0]),
    );
    expect(await Promise.all(names)).toEqual(['citynerve_session', 'citynerve_session_8090', 'citynerve_session_8091']);
  });

  test.each(['/signin', '/signin?token=', '/signin?token=wrong'])(
    '%s says in two languages what to do',
    async (url) => {
      const page = await app.inject({ url });
      expect([page.statusCode, page.headers['set-cookie']]).toEqual([401, undefined]);
      expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
      expect(page.body.match(/npm run citynerve -- signin --user \S+ --data/g)).toHaveLength(2);
      expect(page.body).toContain('请在');
      // Without its token, and as a request of the page itself: only then is the cookie sent.
      expect(page.body.includes('<meta http-equiv="refresh" content="0;url=/signin">')).toBe(url !== '/signin');
    },
  );

  test('a link works once; who uses it again is led to the city where signed in, and else told what to do', async () => {
    const { path, token } = newLink();
    const first = await press(token);
    const cookie = cookieOf(first);
    expect([first.statusCode, (await press(token)).statusCode]).toEqual([200, 401]);
    for (const again of [
      await press(token, { cookie }),
      await app.inject({ url: path, headers: { host, cookie } }),
      await app.inject({ url: '/signin', headers: { host, cookie } }),
    ]) {
      expect([again.statusCode, again.headers.location]).toEqual([303, '/']);
    }
  });

  test('the name of a user is text on the page, whatever it is', async () => {
    const page = await app.inject({ url: newLink('<b>"王"</b>').path });
    expect(page.body).toContain('<strong>&#60;b&#62;&#34;王&#34;&#60;/b&#62;</strong>');
  });

  test('a form of another site, or of none, is refused', async () => {
    const { token } = newLink();
    for (const origin of ['https://evil.test', 'null', 'http://city.test:1880'])
      expect((await press(token, { origin })).statusCode).toBe(403);
    expect((await press(token)).statusCode).toBe(200);
  });

  test('wrong links, however many from one address, hold up no right one', async () => {
    for (let attempt = 0; attempt < 20; attempt += 1) expect((await press(`guess-${attempt}`)).statusCode).toBe(401);
    expect((await press(newLink().token)).statusCode).toBe(200);
  });

  test('the limit counts per link and per account: ten a minute', async () => {
    const statuses = async (tokens: readonly string[]) => {
      const found: number[] = [];
      for (const token of tokens) found.push((await press(token)).statusCode);
      return found;
    };
    const eleven = Array.from({ length: 11 });
    expect(await statuses(eleven.map(() => 'guess'))).toEqual([...Array.from({ length: 10 }, () => 401), 429]);
    expect(await statuses(eleven.map(() => newLink('li').token))).toEqual([
      ...Array.from({ length: 10 }, () => 200),
      429,
    ]);
    expect((await press(newLink('wang').token)).statusCode).toBe(200);
  });

  test('behind HTTPS the cookie is marked Secure', async () => {
    const sessions = createSessions({ file, now: () => noon });
    const behindProxy = await createApi(testCity({ sessions, isHttps: true }).deps);
    const page = await press(newLink().token, {}, behindProxy);
    expect(page.headers['set-cookie']).toContain('Secure');
    await behindProxy.close();
  });
});
