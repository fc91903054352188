import { chmodSync, rmSync } from 'node:fs';
import { createConnection, createServer } from 'node:net';
import { controlAddress } from './control-address.ts';
import { readLines } from './read-lines.ts';

const MAX_LINE_BYTES = 64 * 1024;

/** The request and its reply are one JSON object on one line each; one request per connection. */
interface Request {
  readonly copyStoreTo: string;
}
type Reply = { readonly ok: true } | { readonly error: string };

/**
 * Listens for requests to copy the embedded store, which only the brain has open; `copy` writes it to a new file. It is
 * a local socket for this user and no route of the API, because the client names a path on this machine.
 */
export async function openStoreCopySocket(
  socketPath: string,
  copy: (file: string) => Promise<void>,
): Promise<{ readonly close: () => Promise<void> }> {
  const address = controlAddress(socketPath);
  const server = createServer((socket) => {
    const reply = (message: Reply): void => void socket.end(`${JSON.stringify(message)}\n`);
    socket.on('error', () => socket.destroy());
    readLines(socket, {
      maxBytes: MAX_LINE_BYTES,
      onOverflow: () => socket.destroy(),
      onLine(line) {
        const file = parseObject(line)['copyStoreTo'];
        if (typeof file !== 'string')
          return reply({ error: 'this version of the brain does not support the request; restart the city' });
        copy(file).then(
          () => reply({ ok: true }),
          (error: unknown) => reply({ error: error instanceof Error ? error.message : String(error) }),
        );
      },
    });
  });
  if (process.platform !== 'win32') rmSync(address, { force: true });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(address, resolve));
  if (process.platform !== 'win32') chmodSync(address, 0o600);
  return { close: () => new Promise((resolve) => server.close(() => resolve())) };
}

/**
 * Requests that a running brain copies its store to a new file; rejects with the brain's error, or when none is
 * running.
 */
export function requestStoreCopy(socketPath: string, file: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = createConnection(controlAddress(socketPath));
    const request: Request = { copyStoreTo: file };
    socket.on('connect', () => socket.write(`${JSON.stringify(request)}\n`));
    socket.on('error', (error) =>
      reject(new Error(`the brain does not answer (${error.message}); see its /readyz and its log`)),
    );
    socket.on('close', () => reject(new Error('the brain ended before the copy of the store was done; try again')));
    readLines(socket, {
      maxBytes: MAX_LINE_BYTES,
      onOverflow: () => socket.destroy(),
      onLine(line) {
        const { ok, error } = parseObject(line);
        if (ok === true) resolve();
        else reject(new Error(`the store could not be copied: ${String(error)}`));
        socket.destroy();
      },
    });
  });
}

function parseObject(line: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}
