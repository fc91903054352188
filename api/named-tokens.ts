import { randomBytes } from 'node:crypto';
import { ConfigError } from '../model/config-error.ts';
import { newToken } from './api-token.ts';
import { hashSecret } from './secret.ts';
import { appendSecretLines, readSecretLines, type SecretLine, type TokenScope } from './session-file.ts';
import { scopesOf } from './token-scopes.ts';

/** Before the name of a token, where it acts: in the journal and on the page no token looks like a person. */
export const USER_PREFIX = 'token:';

/** A token that a person made and named; instants in milliseconds since 1970. */
export interface NamedToken {
  readonly name: string;
  readonly scopes: readonly TokenScope[];
  readonly createdAt: number;
  readonly expiresAt: number;
}

/** The tokens that a person made and that are not revoked, the expired ones too. */
export const namedTokens = (file: string): readonly NamedToken[] =>
  linesOf(file).map((line) => ({
    name: line.user.slice(USER_PREFIX.length),
    scopes: scopesOf(line),
    createdAt: line.createdAt ?? 0,
    expiresAt: line.expiresAt,
  }));

/**
 * Makes a token and returns it in clear; the file keeps its hash. It takes the place of an expired one of the same
 * name. Throws a `ConfigError` where the name belongs to a token that is valid.
 */
export function createNamedToken(file: string, { name, scopes, createdAt, expiresAt }: NamedToken): string {
  const token = newToken(randomBytes);
  appendSecretLines(file, () => {
    const former = linesOf(file).filter(({ user }) => user === USER_PREFIX + name);
    if (former.some((line) => line.expiresAt > createdAt))
      throw new ConfigError(file, `has a token "${name}" already; revoke it first, or choose another name`);
    const added = { kind: 'token', user: USER_PREFIX + name, scopes, createdAt, expiresAt } as const;
    return [...former.map(ended), { ...added, hash: hashSecret(token) }];
  });
  return token;
}

/** Revokes a token at once. Throws a `ConfigError` where there is none of that name. */
export function revokeNamedToken(file: string, name: string): void {
  appendSecretLines(file, () => {
    const found = linesOf(file).filter(({ user }) => user === USER_PREFIX + name);
    if (found.length > 0) return found.map(ended);
    const names = namedTokens(file).map((token) => token.name);
    throw new ConfigError(file, `has no token "${name}"; it has ${names.join(', ') || 'none at all'}`);
  });
}

const ended = ({ hash }: SecretLine): SecretLine => ({ hash, kind: 'ended' });

function linesOf(file: string) {
  const lines = readSecretLines(file);
  const endedHashes = new Set(lines.flatMap((line) => (line.kind === 'ended' ? [line.hash] : [])));
  return lines.flatMap((line) =>
    line.kind === 'token' && line.user.startsWith(USER_PREFIX) && !endedHashes.has(line.hash) ? [line] : [],
  );
}
