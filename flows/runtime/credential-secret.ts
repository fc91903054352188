import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The key under which Node-RED keeps the credentials of nodes: made once, kept beside the flows for the owner alone (0600). */
export function credentialSecret(folder: string): string {
  const file = join(folder, 'credential-secret');
  if (existsSync(file)) return readFileSync(file, 'utf8').trim();
  const secret = randomBytes(32).toString('base64url');
  writeFileSync(file, secret, { mode: 0o600, flag: 'wx' });
  return secret;
}
