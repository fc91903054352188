import { resolve } from 'node:path';
import { namedTokens } from '../api/named-tokens.ts';
import { cityCommand } from '../city/city-command.ts';
import { dataFolder } from '../city/data-folder.ts';
import { readCityConfig } from '../city/read-city.ts';

/** `citynerve token list`: name, scopes and times of each token that is not revoked. */
export function listTokensCommand(options: { readonly data: string; readonly json: boolean }): void {
  const folder = dataFolder(resolve(options.data));
  readCityConfig(folder, process.env);
  const tokens = namedTokens(folder.signin);
  if (options.json) {
    process.stdout.write(`${JSON.stringify(tokens)}\n`);
    return;
  }
  const dateOf = (at: number): string => new Date(at).toISOString();
  const lines = tokens.map(({ name, scopes, createdAt, expiresAt }) => {
    const state = expiresAt > Date.now() ? 'until' : 'EXPIRED';
    return `${name}  ${scopes.join(',')}  made ${dateOf(createdAt)}  ${state} ${dateOf(expiresAt)}\n`;
  });
  process.stdout.write(lines.join('') || `no tokens; make one: ${cityCommand('token create NAME', folder.root)}\n`);
}
