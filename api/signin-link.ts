import { randomBytes as systemRandomBytes } from 'node:crypto';
import { hashSecret, newSecret, type RandomBytes } from './secret.ts';
import { appendSecretLines } from './session-file.ts';

/** How long a sign-in link is valid. */
const LINK_MILLIS = 30 * 60 * 1000;

/**
 * Creates a one-time sign-in link for a user; the file keeps only its hash. `path` is relative to the address of the
 * page; `now` and `expiresAt` in milliseconds since 1970.
 */
export function createSigninLink(
  file: string,
  user: string,
  now: number,
  randomBytes: RandomBytes = systemRandomBytes,
): { readonly token: string; readonly path: string; readonly expiresAt: number } {
  const token = newSecret(randomBytes);
  const expiresAt = now + LINK_MILLIS;
  appendSecretLines(file, [{ hash: hashSecret(token), kind: 'link', user, expiresAt }]);
  return { token, path: `/signin?token=${token}`, expiresAt };
}
