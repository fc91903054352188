import { resolve } from 'node:path';
import { soundValue } from '../city/checked.ts';
import { cityCommand } from '../city/city-command.ts';
import { checkDevicesFile } from '../city/city-files.ts';
import { openCredentials, SERVICES } from '../city/credentials.ts';
import { dataFolder } from '../city/data-folder.ts';
import { readCityConfig } from '../city/read-city.ts';
import { tokenFile } from '../city/service-tokens.ts';
import { DEVICE_MODELS } from '../devices/device-models.ts';
import { DIALECTS } from '../devices/dialects/dialects.ts';
import { connectGateway } from '../ipc/gateway-client.ts';
import { ConfigError } from '../model/config-error.ts';

/**
 * `citynerve credentials [NAME...]`, of devices and bridges: makes tokens and prints them once; a running gateway
 * accepts at once those of the names that it knows from its start.
 */
export async function credentialsCommand(named: readonly string[], options: { readonly data: string }): Promise<void> {
  const folder = dataFolder(resolve(options.data));
  readCityConfig(folder, process.env);
  const dialects = DIALECTS.map(({ name }) => name);
  const devices = soundValue(checkDevicesFile(folder, { models: DEVICE_MODELS, dialects }, null));
  const bridges = new Set(devices.flatMap(({ bridge }) => (bridge === undefined ? [] : [bridge])));
  const known = [...devices.map(({ id }) => id), ...bridges];
  const reserved = SERVICES.find((service) => named.includes(service));
  if (reserved) {
    throw new ConfigError(
      `"${reserved}"`,
      `is reserved for one of the city's own programs; its token lies in ${tokenFile(folder, reserved)}`,
    );
  }
  const foreign = named.find((id) => !known.includes(id));
  if (foreign !== undefined) {
    throw new ConfigError(folder.devicesCsv, `has no device and no bridge "${foreign}"; add it to the file first`);
  }
  const credentials = openCredentials(folder.credentials);
  const wanted = named.length > 0 ? named : known.filter((id) => !credentials.has(id));
  if (wanted.length === 0) {
    const replace = cityCommand('credentials NAME', folder.root);
    process.stderr.write(`all devices and bridges have a token; "${replace}" replaces that of one of them\n`);
    return;
  }
  const tokens = credentials.issue(wanted);
  process.stdout.write(`device,token\n${[...tokens].map(([id, token]) => `${id},${token}\n`).join('')}`);
  const unknown = await notifyGateway(folder.gatewaySocket);
  const validity = validityOf(wanted, unknown);
  process.stderr.write(
    `${tokens.size} tokens made${validity}; only their hashes are kept, so store them in the devices now\n`,
  );
}

/** From when tokens are valid; `unknown`: the names that the running city does not know, null while none is running. */
function validityOf(wanted: readonly string[], unknown: readonly string[] | null): string {
  if (unknown === null) return '';
  const later = wanted.filter((name) => unknown.includes(name));
  if (later.length === 0) return ' and valid from now on';
  const others = later.length < wanted.length ? '; the others from now on' : '';
  return `; valid after the next start for ${later.join(', ')}, which the running city does not know yet${others}`;
}

const ANSWERS_WITHIN_MILLIS = 1000;

/**
 * Makes a running gateway read the credentials again; resolves with the names in them that it does not know, null when
 * none is running: it reads them when it starts.
 */
async function notifyGateway(socketPath: string): Promise<readonly string[] | null> {
  const connected = Promise.withResolvers<boolean>();
  const client = connectGateway(socketPath, { onConnectedChange: connected.resolve });
  const tooLong = setTimeout(() => connected.resolve(false), ANSWERS_WITHIN_MILLIS);
  const isRunning = await connected.promise;
  clearTimeout(tooLong);
  const unknown = isRunning ? await client.reloadCredentials() : null;
  await client.close();
  return unknown;
}
