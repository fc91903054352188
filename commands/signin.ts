import { resolve } from 'node:path';
import { createSigninLink } from '../api/signin-link.ts';
import { dataFolder } from '../city/data-folder.ts';
import { readCityConfig } from '../city/read-city.ts';

/** `citynerve signin`: a link that signs one person in, once. */
export function signinCommand(options: { readonly data: string; readonly user: string }): void {
  const folder = dataFolder(resolve(options.data));
  const { api } = readCityConfig(folder, process.env);
  const { path } = createSigninLink(folder.signin, options.user, Date.now());
  process.stdout.write(`http://${api.host}:${api.port}${path}\n`);
}
