import { createHash } from 'node:crypto';
import { relative, resolve } from 'node:path';

// sun_path holds 108 bytes on Linux and 104 on a Mac, its end included.
const MAX_PATH_BYTES = 103;

/**
 * Where the gateway's local socket really is: the path itself, the same path from the working directory where the whole one is longer
 * than a socket's may be, and a named pipe of its own on Windows. Throws where no form fits.
 */
export function controlAddress(socketPath: string, platform: NodeJS.Platform = process.platform): string {
  const path = resolve(socketPath);
  if (platform === 'win32') {
    const digest = createHash('sha256').update(path.toLowerCase()).digest('hex').slice(0, 24);
    return `\\\\.\\pipe\\citynerve-${digest}`;
  }
  const fitting = [path, relative(process.cwd(), path)].find((form) => Buffer.byteLength(form) <= MAX_PATH_BYTES);
  if (fitting === undefined) {
    throw new Error(`the data folder lies too deep for a local socket: ${path} is longer than ${MAX_PATH_BYTES} bytes`);
  }
  return fitting;
}
