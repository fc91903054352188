import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { writeSecretFile } from './write-secret-file.ts';

/** Programs of the city that speak MQTT with a right of their own. */
export const SERVICES = ['brain', 'clock', 'operator', 'flows'] as const;

/** Who may speak MQTT: SHA-256 of each 256-bit token, by device id or service name, in a file of mode 0600. The token itself is shown once. */
export interface Credentials {
  readonly names: readonly string[];
  has(name: string): boolean;
  verify(name: string, token: string): boolean;
  /** Makes a new token for each name (an old one ends), writes the file, returns the tokens. */
  issue(names: readonly string[]): ReadonlyMap<string, string>;
}

/**
 * Opens the credentials file; a missing one is empty until something is issued.
 * A random 256-bit token needs no slow hash: SHA-256 costs 2 µs where scrypt costs 38 ms for each of 10,000 reconnecting devices.
 */
export function openCredentials(file: string): Credentials {
  const hashes = new Map<string, Buffer>(existsSync(file) ? parse(readFileSync(file, 'utf8')) : []);
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
      for (const [name, token] of tokens) hashes.set(name, sha256(token));
      const entries = [...hashes].map(([name, hash]) => [name, hash.toString('hex')]);
      writeSecretFile(file, `${JSON.stringify(Object.fromEntries(entries), null, 1)}\n`);
      return tokens;
    },
  };
}

const NOBODY = Buffer.alloc(32);
const sha256 = (token: string): Buffer => createHash('sha256').update(token).digest();

function parse(text: string): [string, Buffer][] {
  const table: unknown = JSON.parse(text);
  return Object.entries(table as Record<string, string>).map(([name, hash]) => [name, Buffer.from(hash, 'hex')]);
}
