import { randomBytes as systemRandomBytes } from 'node:crypto';
import { ConfigError } from '../model/config-error.ts';
import { USER_PREFIX } from './named-tokens.ts';
import { hashSecret, newSecret, type RandomBytes } from './secret.ts';
import { appendSecretLines } from './session-file.ts';

/** How long a sign-in link is valid. */
const LINK_MILLIS = 30 * 60 * 1000;

/**
 * Creates a one-time sign-in link for a user; the file keeps only its hash. `path` is relative to the address of the
 * page; `now` and `expiresAt` in milliseconds since 1970. Throws a `ConfigError` for a name that only a token has.
 */
export function createSigninLink(
  file: string,
  user: string,
  now: number,
  randomBytes: RandomBytes = systemRandomBytes,
): { readonly token: string; readonly path: string; readonly expiresAt: number } {
  if (user.startsWith(USER_PREFIX)) throw new ConfigError('user', `"${user}" begins as the names of tokens do`);
  const token = newSecret(randomBytes);
  const expiresAt = now + LINK_MILLIS;
  appendSecretLines(file, [{ hash: hashSecret(token), kind: 'link', user, expiresAt }]);
  return { token, path: `/signin?token=${token}`, expiresAt };
}
