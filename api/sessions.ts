import { randomBytes as systemRandomBytes } from 'node:crypto';
import type { Sessions } from './deps.ts';
import { hashSecret, newSecret, type RandomBytes } from './secret.ts';
import { openSecrets } from './secrets.ts';
import { scopesOf } from './token-scopes.ts';

/** How long a person stays signed in: a week. */
const SESSION_SECONDS = 7 * 24 * 3600;

/** Sessions stored as SHA-256 hashes with an expiry in one file of mode 0600; they survive a restart. */
export function createSessions(options: {
  readonly file: string;
  readonly now: () => number;
  readonly randomBytes?: RandomBytes;
}): Sessions {
  const { file, now, randomBytes = systemRandomBytes } = options;
  const secrets = openSecrets(file, now);
  return {
    userOfLink: (token) => secrets.find('link', token)?.user ?? null,
    redeem(token) {
      const link = secrets.find('link', token);
      if (link === null) return null;
      const session = newSecret(randomBytes);
      const expiresAt = now() + SESSION_SECONDS * 1000;
      // In one write, so that the link is used if and only if the session exists.
      secrets.append([
        { hash: link.hash, kind: 'ended' },
        { hash: hashSecret(session), kind: 'session', user: link.user, expiresAt },
      ]);
      return { user: link.user, session, maxAgeSeconds: SESSION_SECONDS };
    },
    userOf: (session) => secrets.find('session', session)?.user ?? null,
    callerOfBearer(token) {
      const found = secrets.find('token', token);
      return found && { user: found.user, scopes: scopesOf(found) };
    },
    end(session) {
      const found = secrets.find('session', session);
      if (found !== null) secrets.append([{ hash: found.hash, kind: 'ended' }]);
    },
  };
}
