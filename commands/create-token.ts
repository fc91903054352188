import { resolve } from 'node:path';
import { createNamedToken } from '../api/named-tokens.ts';
import type { TokenScope } from '../api/session-file.ts';
import { dataFolder } from '../city/data-folder.ts';
import { cityAddress } from './city-address.ts';

const DAY_MILLIS = 86_400_000;

/**
 * `citynerve token create NAME`: makes an API token and prints it once, alone on standard output; a running city
 * accepts it at once. `days` from now on it expires.
 */
export function createTokenCommand(
  name: string,
  options: { readonly data: string; readonly scope: readonly TokenScope[]; readonly days: number },
): void {
  const folder = dataFolder(resolve(options.data));
  const { host, apiPort } = cityAddress(folder);
  const createdAt = Date.now();
  const expiresAt = createdAt + options.days * DAY_MILLIS;
  const token = createNamedToken(folder.signin, { name, scopes: options.scope, createdAt, expiresAt });
  process.stdout.write(`${token}\n`);
  process.stderr.write(
    `token "${name}" may ${options.scope.join(' and ')} until ${new Date(expiresAt).toISOString()}; ` +
      'only its hash is kept, so store it now\n' +
      `try it: curl -H "Authorization: Bearer TOKEN" http://${host}:${apiPort}/api/session\n`,
  );
}
