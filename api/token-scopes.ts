import { TOKEN_SCOPES, type TokenScope } from './session-file.ts';

/**
 * What a token allows. A scope of a later version is left out, so it allows nothing here; a token of version 0.1.0 has
 * one `scope`: `all`, or else reading only.
 */
export function scopesOf(token: {
  readonly scopes?: readonly string[];
  readonly scope?: string;
}): readonly TokenScope[] {
  if (token.scopes !== undefined) return TOKEN_SCOPES.filter((scope) => token.scopes?.includes(scope));
  return (token.scope ?? 'all') === 'all' ? TOKEN_SCOPES : ['read'];
}
