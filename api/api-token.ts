import { randomBytes as systemRandomBytes } from 'node:crypto';
import { hashSecret, newSecret, type RandomBytes } from './secret.ts';
import { appendSecretLines, readSecretLines, type TokenScope } from './session-file.ts';

/** Tells a leaked token from any other text, for people and for secret scanners. */
const TOKEN_PREFIX = 'citynerve_';

/** Makes a Bearer token for a program of a user; shown once, kept as a hash. One that may only `read` changes nothing. */
export function createApiToken(
  file: string,
  user: string,
  expiresAt: number,
  { scope = 'all', randomBytes = systemRandomBytes }: { scope?: TokenScope; randomBytes?: RandomBytes } = {},
): string {
  const token = newToken(randomBytes);
  appendSecretLines(file, [{ hash: hashSecret(token), kind: 'token', user, expiresAt, scope }]);
  return token;
}

/** Makes a token that may only read, and ends every token that this user had: for a program of the city that gets a new one at each start. */
export function replaceApiToken(file: string, user: string, expiresAt: number): string {
  const token = newToken(systemRandomBytes);
  appendSecretLines(file, () => {
    const lines = readSecretLines(file);
    const ended = new Set(lines.flatMap((line) => (line.kind === 'ended' ? [line.hash] : [])));
    const former = lines.filter((line) => line.kind === 'token' && line.user === user && !ended.has(line.hash));
    return [
      ...former.map(({ hash }) => ({ hash, kind: 'ended' as const })),
      { hash: hashSecret(token), kind: 'token', user, expiresAt, scope: 'read' },
    ];
  });
  return token;
}

const newToken = (randomBytes: RandomBytes): string => `${TOKEN_PREFIX}${newSecret(randomBytes)}`;
