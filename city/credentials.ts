import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { takeKernelLock } from '../ipc/kernel-lock.ts';
import { ConfigError } from '../model/config-error.ts';
import { readJson } from './read-json.ts';
import { writeSecretFile } from './write-secret-file.ts';

/** Services of the city that connect over MQTT, each with rights of its own. */
export const SERVICES = ['brain', 'clock', 'operator', 'flows'] as const;

/** Longest wait for the lock of the file: writing it takes milliseconds, so a process that holds it longer hangs. */
const LOCK_TIMEOUT_MILLIS = 5_000;

/**
 * Credentials for MQTT: the SHA-256 of each 256-bit token, by device id or service name, in a file of mode 0600. The
 * tokens themselves are not stored.
 */
export interface Credentials {
  readonly names: readonly string[];
  has(name: string): boolean;
  verify(name: string, token: string): boolean;
  /**
   * Makes a new token for each name, which replaces an old one, writes the file, and returns the tokens. Throws a
   * `ConfigError` while another process writes the file.
   */
  issue(names: readonly string[]): ReadonlyMap<string, string>;
}

/**
 * Opens the credentials file; a missing one is empty until something is issued. Throws a `ConfigError` for a damaged
 * one.
 *
 * A random token of 256 bits cannot be guessed, so it needs no slow hash: SHA-256 takes 2 µs where scrypt takes 38 ms,
 * for each of 10,000 devices that reconnect.
 */
export function openCredentials(file: string, { waitMillis = LOCK_TIMEOUT_MILLIS } = {}): Credentials {
  const hashes = new Map<string, Buffer>(read(file));
  return {
    get names() {
      return [...hashes.keys()];
    },
    has: (name) => hashes.has(name),
    verify(name, token) {
      const expected = hashes.get(name);
      return timingSafeEqual(sha256(token), expected ?? NO_HASH) && expected !== undefined;
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
        // Read again, to keep what another process has issued since this one read the file.
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

/** Compared for an unknown name, so that the answer takes as long as for a known one. */
const NO_HASH = Buffer.alloc(32);
const sha256 = (token: string): Buffer => createHash('sha256').update(token).digest();

const REMEDY = 'put it back from a backup, or remove it and make new tokens for all devices';

function read(file: string): [string, Buffer][] {
  const table = readJson(file, REMEDY);
  if (table === undefined) return [];
  const isTable = typeof table === 'object' && table !== null && !Array.isArray(table);
  const entries: [string, unknown][] = isTable ? Object.entries(table) : [['', null]];
  return entries.map(([name, hash]) => {
    if (typeof hash === 'string' && SHA_256.test(hash)) return [name, Buffer.from(hash, 'hex')];
    throw new ConfigError(file, `has no SHA-256 in hex for "${name}"; ${REMEDY}`);
  });
}

const SHA_256 = /^[0-9a-f]{64}$/;
