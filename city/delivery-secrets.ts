import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError } from '../model/config-error.ts';
import type { DataFolder } from './data-folder.ts';
import { writeSecretFile } from './write-secret-file.ts';

const OTHERS_MAY = 0o077;

/**
 * The secret by which requests to a webhook are signed: `secrets/webhook-NAME.secret`; created at random if missing.
 */
export function webhookSecret(folder: DataFolder, name: string): string {
  const file = webhookSecretFile(folder, name);
  if (!existsSync(file)) writeSecretFile(file, randomBytes(32).toString('base64url'));
  const secret = readSecret(file);
  if (secret === '') throw new ConfigError(file, 'is empty; write the secret into it that the receiver knows');
  return secret;
}

/** The file with the secret of a webhook; it is not there before the first start. */
export const webhookSecretFile = (folder: DataFolder, name: string): string =>
  join(folder.secrets, `webhook-${name}.secret`);

/**
 * Login at a mail server: `user:password` in `secrets/email-NAME.secret`; null without the file: no login is needed.
 */
export function emailLogin(
  folder: DataFolder,
  name: string,
): { readonly user: string; readonly password: string } | null {
  const file = join(folder.secrets, `email-${name}.secret`);
  if (!existsSync(file)) return null;
  const [user, ...rest] = readSecret(file).split(':');
  if (!user || rest.length === 0) throw new ConfigError(file, 'must be one line "user:password"');
  return { user, password: rest.join(':') };
}

/** Throws a `ConfigError` when other users of this machine may read the file. Windows has no such modes. */
function readSecret(file: string): string {
  const mode = statSync(file).mode & 0o777;
  if (process.platform !== 'win32' && (mode & OTHERS_MAY) !== 0)
    throw new ConfigError(file, `has mode 0${mode.toString(8)}; must be 0600: chmod 600 ${file}`);
  return readFileSync(file, 'utf8').trim();
}
