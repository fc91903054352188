import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { createGuardedServer, SECRET_HEADER } from './guarded-server.ts';

async function open() {
  const seen: string[] = [];
  const behind = createServer();
  behind.on('upgrade', (request, socket) => {
    seen.push(`upgrade ${request.url} ${request.headers[SECRET_HEADER]}`);
    socket.end('HTTP/1.1 101 Switching Protocols\r\n\r\n');
  });
  const server = createGuardedServer({
    secret: 'right',
    behind,
    onRequest(request, response) {
      seen.push(`request ${request.url} ${request.headers[SECRET_HEADER]}`);
      response.end('in');
    },
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  const upgrade = async (headers: string): Promise<string> => {
    const socket = connect(port, '127.0.0.1');
    socket.write(`GET /flows/comms HTTP/1.1\r\nhost: x\r\nconnection: upgrade\r\nupgrade: websocket\r\n${headers}\r\n`);
    const [answer] = await once(socket.setEncoding('utf8'), 'data');
    socket.destroy();
    return String(answer).split('\r\n')[0] ?? '';
  };
  return {
    seen,
    upgrade,
    ask: (headers: Record<string, string>) => fetch(`http://127.0.0.1:${port}/flows/`, { headers }),
  };
}

test('a request without the secret is refused before any handler sees it', async () => {
  const { seen, ask, upgrade } = await open();
  for (const said of ['', 'wrong', 'righ', 'rightx']) {
    expect((await ask({ [SECRET_HEADER]: said })).status).toBe(403);
    expect(await upgrade(`${SECRET_HEADER}: ${said}\r\n`)).toBe('HTTP/1.1 403 Forbidden');
  }
  expect((await ask({})).status).toBe(403);
  expect(await upgrade('')).toBe('HTTP/1.1 403 Forbidden');
  expect(seen).toEqual([]);
});

test('a request with the secret is passed on, without the secret', async () => {
  const { seen, ask, upgrade } = await open();
  expect(await (await ask({ [SECRET_HEADER]: 'right' })).text()).toBe('in');
  expect(await upgrade(`${SECRET_HEADER}: right\r\n`)).toBe('HTTP/1.1 101 Switching Protocols');
  expect(seen).toEqual(['request /flows/ undefined', 'upgrade /flows/comms undefined']);
});
