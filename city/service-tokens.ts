import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Credentials, SERVICES } from './credentials.ts';
import type { DataFolder } from './data-folder.ts';
import { writeSecretFile } from './write-secret-file.ts';

type Service = (typeof SERVICES)[number];

/** The file of one service's token. */
export const tokenFile = (folder: DataFolder, service: Service): string => join(folder.secrets, `${service}.token`);

/**
 * Creates missing tokens of the city's services, each in a file of its own, so that a role can be given only its own.
 */
export function issueServiceTokens(folder: DataFolder, credentials: Credentials): void {
  const missing = SERVICES.filter((service) => !credentials.has(service) || !existsSync(tokenFile(folder, service)));
  if (missing.length === 0) return;
  for (const [service, token] of credentials.issue(missing))
    writeSecretFile(tokenFile(folder, service as Service), token);
}

/** The token of one of the city's services. */
export const serviceToken = (folder: DataFolder, service: Service): string =>
  readFileSync(tokenFile(folder, service), 'utf8').trim();
