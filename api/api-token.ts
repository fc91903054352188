import { randomBytes as systemRandomBytes } from 'node:crypto';
import { hashSecret, newSecret, type RandomBytes } from './secret.ts';
import { appendSecretLines, readSecretLines, TOKEN_SCOPES, type TokenScope } from './session-file.ts';

/** A prefix by which people and secret scanners recognise a leaked token. */
const TOKEN_PREFIX = 'citynerve_';

/**
 * Creates a Bearer token for a program of a user and returns it; the file keeps its hash. `expiresAt` in milliseconds
 * since 1970. Requests outside its scopes are refused; default: all scopes.
 */
export function createApiToken(
  file: string,
  user: string,
  expiresAt: number,
  options: { scopes?: readonly TokenScope[]; randomBytes?: RandomBytes } = {},
): string {
  const { scopes = TOKEN_SCOPES, randomBytes = systemRandomBytes } = options;
  const token = newToken(randomBytes);
  appendSecretLines(file, [{ hash: hashSecret(token), kind: 'token', user, expiresAt, scopes }]);
  return token;
}

/**
 * Creates a token of all scopes and revokes all former tokens of the user; for a role that gets a new one at each
 * start.
 */
export function replaceApiToken(file: string, user: string, expiresAt: number): string {
  const token = newToken(systemRandomBytes);
  appendSecretLines(file, () => {
    const lines = readSecretLines(file);
    const ended = new Set(lines.flatMap((line) => (line.kind === 'ended' ? [line.hash] : [])));
    const former = lines.filter((line) => line.kind === 'token' && line.user === user && !ended.has(line.hash));
    return [
      ...former.map(({ hash }) => ({ hash, kind: 'ended' as const })),
      { hash: hashSecret(token), kind: 'token', user, expiresAt, scopes: TOKEN_SCOPES },
    ];
  });
  return token;
}

/** A new token in clear. */
export const newToken = (randomBytes: RandomBytes): string => `${TOKEN_PREFIX}${newSecret(randomBytes)}`;
