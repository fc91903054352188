import type { Socket } from 'node:net';
import type { ConnectionError } from 'fastify';
import { problemDocument } from './problem.ts';

/** Status and detail for what Node's HTTP parser refuses before there is a request. */
const REFUSALS: Readonly<Record<string, readonly [status: string, detail: string]>> = {
  HPE_HEADER_OVERFLOW: ['431 Request Header Fields Too Large', 'Address and headers together are longer than 16 KiB.'],
  ERR_HTTP_REQUEST_TIMEOUT: ['408 Request Timeout', 'The request did not come within 30 s.'],
};
const OTHER = ['400 Bad Request', 'This is no HTTP request.'] as const;

/** Answers what is no request with a problem document (RFC 9457), as the routes do, and closes the connection. */
export function answerClientError(error: ConnectionError, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const [status, detail] = REFUSALS[error.code] ?? OTHER;
  const text = JSON.stringify(problemDocument(Number.parseInt(status, 10), detail));
  const head = [
    `HTTP/1.1 ${status}`,
    'content-type: application/problem+json; charset=utf-8',
    `content-length: ${Buffer.byteLength(text)}`,
    'cache-control: no-store',
    'connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${text}`);
}
