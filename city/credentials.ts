import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { takeKernelLock } from '../ipc/kernel-lock.ts';
import { ConfigError } from '../model/config-error.ts';
import { writeSecretFile } from './write-secret-file.ts';

/** Programs of the city that speak MQTT with a right of their own. */
export const SERVICES = ['brain', 'clock', 'operator', 'flows'] as const;

/** Writing the file takes milliseconds: who holds its lock longer hangs. */
const PATIENCE_MILLIS = 5_000;

/** Who may speak MQTT: SHA-256 of each 256-bit token, by device id or service name, in a file of mode 0600. The token itself is shown once. */
export interface Credentials {
  readonly names: readonly string[];
  has(name: string): boolean;
  verify(name: string, token: string): boolean;
  /** Makes a new token for each name (an old one ends), writes the file, returns the tokens. Throws a `ConfigError` while another process writes it. */
  issue(names: readonly string[]): ReadonlyMap<string, string>;
}

/**
 * Opens the credentials file; a missing one is empty until something is issued.
 * A random 256-bit token needs no slow hash: SHA-256 costs 2 µs where scrypt costs 38 ms for each of 10,000 reconnecting devices.
 */
export function openCredentials(file: string, { waitMillis = PATIENCE_MILLIS } = {}): Credentials {
  const hashes = new Map<string, Buffer>(read(file));
  return {
    get names() {
      return [...hashes.keys()];
    },
    has: (name) => hashes.has(name),
    verify(name, token) {
      const expected = hashes.get(name);
      return timingSafeEqual(sha256(token), expected ?? NOBODY) && expected !== undefined;
    },
    issue(names) {
      const tokens = new Map(names.map((name) => [name, randomBytes(32).toString('base64url')]));
      const lock = takeKernelLock(`${file}.lock`, { waitMillis });
      if ('holderPid' in lock) {
        throw new ConfigError(
          file,
          `is being written by ${lock.holderPid ?? 'another process'}; try again when that has ended`,
        );
      }
      try {
        // What another process has issued since this one read the file stays.
        for (const [name, hash] of read(file)) hashes.set(name, hash);
        for (const [name, token] of tokens) hashes.set(name, sha256(token));
        const entries = [...hashes].map(([name, hash]) => [name, hash.toString('hex')]);
        writeSecretFile(file, `${JSON.stringify(Object.fromEntries(entries), null, 1)}\n`);
      } finally {
        lock.release();
      }
      return tokens;
    },
  };
}

const NOBODY = Buffer.alloc(32);
const sha256 = (token: string): Buffer => createHash('sha256').update(token).digest();

const read = (file: string): [string, Buffer][] => (existsSync(file) ? parse(readFileSync(file, 'utf8')) : []);

function parse(text: string): [string, Buffer][] {
  const table: unknown = JSON.parse(text);
  return Object.entries(table as Record<string, string>).map(([name, hash]) => [name, Buffer.from(hash, 'hex')]);
}
