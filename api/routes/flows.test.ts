import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import type { ApiServer } from '../api-server.ts';
import { createApi } from '../create-api.ts';
import type { ProblemDocument } from '../problem.ts';
import { BEARER, signedInAt, type TestCity, testCity } from '../test-city.ts';

const PAGE = { accept: 'text/html,application/xhtml+xml' };
const SECRET = 'only-the-proxy-knows';

describe('the proxy to the flows', () => {
  let nodeRed: Server;
  let asked: IncomingMessage[];
  let heard: string[];
  let isThere: boolean;
  let city: TestCity;
  let app: ApiServer;
  let origin: string;
  let signedIn: Record<string, string>;

  beforeEach(async () => {
    asked = [];
    heard = [];
    isThere = true;
    nodeRed = createServer((request, response) => {
      asked.push(request);
      request.on('data', (bytes) => heard.push(String(bytes)));
      if (request.url === '/flows/hang-up') request.socket.destroy();
      else response.writeHead(200, { 'content-type': 'text/html' }).end('the editor');
    });
    const sockets = new WebSocketServer({ server: nodeRed });
    sockets.on('connection', (socket, request) => {
      asked.push(request);
      socket.on('message', (data) => socket.send(`heard ${data}`));
    });
    await once(nodeRed.listen(0, '127.0.0.1'), 'listening');
    const { port } = nodeRed.address() as AddressInfo;
    city = testCity({ flows: () => (isThere ? { port, secret: SECRET } : null) });
    app = await createApi(city.deps);
    origin = await app.listen({ host: '127.0.0.1', port: 0 });
    signedIn = signedInAt(Number(new URL(origin).port));
  });
  afterEach(async () => {
    await app.close();
    nodeRed.close();
    nodeRed.closeAllConnections();
  });

  const ask = (path: string, init: RequestInit = {}) =>
    fetch(`${origin}${path}`, { ...init, headers: { ...signedIn, ...PAGE, ...init.headers } });
  const openSocket = (headers: Record<string, string>) =>
    new WebSocket(`${origin.replace('http', 'ws')}/flows/comms`, { headers });
  /** The HTTP status of the handshake's response. */
  const refusalOf = async (socket: WebSocket): Promise<number | undefined> => {
    socket.on('error', () => {});
    const [, answer] = (await once(socket, 'unexpected-response')) as [unknown, IncomingMessage];
    return answer.statusCode;
  };

  test('passes on requests of a session with its user name, without the session cookie', async () => {
    const answer = await ask('/flows/?a=1');
    expect([answer.status, await answer.text()]).toEqual([200, 'the editor']);
    const [request] = asked;
    expect(request?.url).toBe('/flows/?a=1');
    expect(request?.headers).toMatchObject({ 'x-citynerve-secret': SECRET, 'x-citynerve-user': 'wang' });
    expect(request?.headers.cookie).toBeUndefined();
    expect(request?.headers.authorization).toBeUndefined();
  });

  test('replaces a secret or a name that the browser sends', async () => {
    await ask('/flows/', { headers: { 'x-citynerve-secret': 'mine', 'x-citynerve-user': 'root' } });
    expect(asked[0]?.headers).toMatchObject({ 'x-citynerve-secret': SECRET, 'x-citynerve-user': 'wang' });
  });

  test('has a content security policy of its own', async () => {
    const policy = (await ask('/flows/')).headers.get('content-security-policy');
    expect(policy).toContain("script-src 'self' 'unsafe-inline';");
    expect(policy).toContain(`connect-src 'self' ws://${new URL(origin).host} `);
    expect(policy).not.toContain('unsafe-eval');
    const elsewhere = (await ask('/api/city')).headers.get('content-security-policy');
    expect(elsewhere).toContain("script-src 'self';");
  });

  test('without a session, answers a browser with a page and a program with a problem document', async () => {
    const page = await fetch(`${origin}/flows/`, { headers: PAGE });
    expect([page.status, page.headers.get('content-type')]).toEqual([401, 'text/html; charset=utf-8']);
    const text = await page.text();
    expect(text).toContain('npm run citynerve -- signin --data /srv/city');
    expect(text).toContain('请先登录');
    const problem = await fetch(`${origin}/flows/flows`);
    expect([problem.status, problem.headers.get('content-type')]).toEqual([
      401,
      'application/problem+json; charset=utf-8',
    ]);
    expect(asked).toEqual([]);
  });

  test('refuses a token, also together with a session', async () => {
    for (const headers of [BEARER, { ...BEARER, ...signedIn }]) {
      expect((await fetch(`${origin}/flows/flows`, { headers })).status).toBe(401);
    }
    expect(asked).toEqual([]);
  });

  test('passes on a deploy unchanged, also if it is larger than other requests may be', async () => {
    const body = JSON.stringify({ flows: 'x'.repeat(300_000) });
    const headers = { origin, 'content-type': 'application/json' };
    const answer = await ask('/flows/flows', { method: 'POST', body, headers });
    expect(answer.status).toBe(200);
    expect(heard.join('')).toBe(body);
  });

  test.each([
    ['another site', { origin: 'https://evil.test' }],
    ['another port', { origin: 'http://127.0.0.1:1' }],
    ['a sandboxed frame', { origin: 'null' }],
    ['nobody who says so', {}],
    ['another site that knows our header', { origin: 'https://evil.test', 'x-citynerve': '1' }],
  ])('a change from %s is refused, by request and by WebSocket', async (_who, headers) => {
    const answer = await ask('/flows/flows', {
      method: 'POST',
      body: '{}',
      headers: headers as Record<string, string>,
    });
    expect([answer.status, ((await answer.json()) as ProblemDocument).field]).toEqual([403, 'origin']);
    expect(await refusalOf(openSocket({ ...signedIn, ...headers }))).toBe(403);
    expect(asked).toEqual([]);
  });

  test('a WebSocket needs a session, and ends with it at the next heartbeat', async () => {
    expect(await refusalOf(openSocket({ origin }))).toBe(401);
    const socket = openSocket({ ...signedIn, origin });
    await once(socket, 'open');
    socket.send('hello');
    expect(String((await once(socket, 'message'))[0])).toBe('heard hello');
    expect(asked[0]?.headers).toMatchObject({ 'x-citynerve-secret': SECRET, 'x-citynerve-user': 'wang' });
    expect(asked[0]?.headers.cookie).toBeUndefined();
    city.heartbeat();
    socket.send('still here');
    expect(String((await once(socket, 'message'))[0])).toBe('heard still here');
    const closed = once(socket, 'close');
    city.endedSessions.add('good');
    city.heartbeat();
    await closed;
  });

  test('while Node-RED is not running a page says so and reloads itself; a WebSocket is refused', async () => {
    isThere = false;
    const page = await ask('/flows/');
    expect(page.status).toBe(503);
    expect(await page.text()).toContain('http-equiv="refresh"');
    expect(await refusalOf(openSocket({ ...signedIn, origin }))).toBe(503);
    isThere = true;
    const hungUp = await ask('/flows/hang-up');
    expect([hungUp.status, await hungUp.text()]).toEqual([503, expect.stringContaining('Node-RED')]);
    nodeRed.close();
    nodeRed.closeAllConnections();
    const problem = await ask('/flows/', { headers: { accept: 'application/json' } });
    expect([problem.status, ((await problem.json()) as ProblemDocument).detail]).toEqual([
      503,
      expect.stringContaining('try again'),
    ]);
  });

  test('closing the API ends the WebSockets', async () => {
    const socket = openSocket({ ...signedIn, origin });
    await once(socket, 'open');
    const closed = once(socket, 'close');
    await app.close();
    await closed;
  });
});
