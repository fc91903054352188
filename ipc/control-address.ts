import { createHash } from 'node:crypto';
import { relative, resolve } from 'node:path';
import { ConfigError } from '../model/config-error.ts';

// `sun_path` in `struct sockaddr_un` has 108 bytes on Linux and 104 on macOS, including the terminating zero.
const MAX_PATH_BYTES = 103;

/**
 * Address to listen on or connect to for a local socket at `socketPath`: the absolute path, or the path relative to the
 * working directory where the absolute one is too long for a Unix domain socket; on Windows a named pipe whose name is
 * a hash of the path. Throws a `ConfigError` where no form is short enough.
 */
export function controlAddress(socketPath: string, platform: NodeJS.Platform = process.platform): string {
  const path = resolve(socketPath);
  if (platform === 'win32') {
    const digest = createHash('sha256').update(path.toLowerCase()).digest('hex').slice(0, 24);
    return `\\\\.\\pipe\\citynerve-${digest}`;
  }
  const fitting = [path, relative(process.cwd(), path)].find((form) => Buffer.byteLength(form) <= MAX_PATH_BYTES);
  if (fitting === undefined) {
    throw new ConfigError(
      path,
      `has more than ${MAX_PATH_BYTES} bytes, too long a path for a local socket; use a data folder with a shorter path`,
    );
  }
  return fitting;
}
