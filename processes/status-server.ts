import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One readiness check; `detail` says what to do when it is not `ok`. */
export interface Check {
  readonly name: string;
  readonly ok: boolean;
  readonly detail: string;
}

/** Serves `/healthz`, `/readyz` and `/metrics` for a role that has no API. Rejects when the port cannot be opened. */
export async function startStatusServer(options: {
  readonly host: string;
  readonly port: number;
  readonly readiness: () => Promise<readonly Check[]>;
  readonly metrics: () => Promise<string>;
}): Promise<{ readonly port: number; readonly close: () => Promise<void> }> {
  const server: Server = createServer((request, response) => {
    const answer = (status: number, type: string, text: string) =>
      response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(text);
    // A check that fails with an error must not end the role.
    const fail = (error: unknown) => answer(503, 'text/plain', `the check failed: ${(error as Error).message}\n`);
    if (request.url === '/healthz') answer(200, 'application/json', '{"ok":true}\n');
    else if (request.url === '/metrics') {
      options.metrics().then((text) => answer(200, 'text/plain; version=0.0.4', text), fail);
    } else if (request.url === '/readyz') {
      options.readiness().then((checks) => {
        const ready = checks.every(({ ok }) => ok);
        answer(ready ? 200 : 503, 'application/json', `${JSON.stringify({ ready, checks })}\n`);
      }, fail);
    } else answer(404, 'text/plain', 'not found; there are /healthz, /readyz and /metrics\n');
  });
  await new Promise<void>((resolve, reject) =>
    server.once('error', reject).listen(options.port, options.host, resolve),
  );
  return {
    port: (server.address() as AddressInfo).port,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
