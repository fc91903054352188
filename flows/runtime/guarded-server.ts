import { createHash, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';

/** Header with the secret that only the city's proxy knows. */
export const SECRET_HEADER = 'x-citynerve-secret';

/**
 * A server that accepts only requests with a secret, checked for each request and WebSocket upgrade before any handler
 * sees them. `behind` never listens itself; upgrades are passed to it.
 */
export function createGuardedServer(options: {
  readonly secret: string;
  readonly onRequest: RequestListener;
  readonly behind: Server;
}): Server {
  const expected = digest(options.secret);
  const isKnown = (request: IncomingMessage): boolean => {
    const { [SECRET_HEADER]: said } = request.headers;
    delete request.headers[SECRET_HEADER];
    return timingSafeEqual(digest(typeof said === 'string' ? said : ''), expected);
  };
  const server = createServer((request, response) => {
    if (isKnown(request)) options.onRequest(request, response);
    else
      response.writeHead(403, { 'content-type': 'text/plain' }).end('Reach the flows through the page of the city.\n');
  });
  server.on('upgrade', (request, socket, head) => {
    if (isKnown(request)) options.behind.emit('upgrade', request, socket, head);
    else socket.end('HTTP/1.1 403 Forbidden\r\nconnection: close\r\ncontent-length: 0\r\n\r\n');
  });
  return server;
}

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
