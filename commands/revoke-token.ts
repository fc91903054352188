import { resolve } from 'node:path';
import { revokeNamedToken } from '../api/named-tokens.ts';
import { dataFolder } from '../city/data-folder.ts';
import { readCityConfig } from '../city/read-city.ts';

/** `citynerve token revoke NAME`: a running city refuses the token from its next request on, and ends its streams. */
export function revokeTokenCommand(name: string, options: { readonly data: string }): void {
  const folder = dataFolder(resolve(options.data));
  readCityConfig(folder, process.env);
  revokeNamedToken(folder.signin, name);
  process.stdout.write(`token "${name}" is revoked\n`);
}
