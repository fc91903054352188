import { resolve } from 'node:path';
import { createSigninLink } from '../api/signin-link.ts';
import { dataFolder } from '../city/data-folder.ts';
import { cityAddress } from './city-address.ts';

/** `citynerve signin`: prints a one-time link that signs one person in. */
export function signinCommand(options: { readonly data: string; readonly user: string }): void {
  const folder = dataFolder(resolve(options.data));
  const { host, apiPort } = cityAddress(folder);
  const { path } = createSigninLink(folder.signin, options.user, Date.now());
  process.stdout.write(`http://${host}:${apiPort}${path}\n`);
}
