import { randomBytes as systemRandomBytes } from 'node:crypto';
import { hashSecret, newSecret, type RandomBytes } from './secret.ts';
import { appendSecretLines } from './session-file.ts';

/** Tells a leaked token from any other text, for people and for secret scanners. */
const TOKEN_PREFIX = 'citynerve_';

/** Makes a Bearer token for a program of a user; shown once, kept as a hash. */
export function createApiToken(
  file: string,
  user: string,
  expiresAt: number,
  randomBytes: RandomBytes = systemRandomBytes,
): string {
  const token = `${TOKEN_PREFIX}${newSecret(randomBytes)}`;
  appendSecretLines(file, [{ hash: hashSecret(token), kind: 'token', user, expiresAt }]);
  return token;
}
