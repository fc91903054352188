import { resolve } from 'node:path';
import { soundValue } from '../city/checked.ts';
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
 * accepts them at once.
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
  const unknown = named.find((id) => !known.includes(id));
  if (unknown) {
    throw new ConfigError(folder.devicesCsv, `has no device and no bridge "${unknown}"; add it to the file first`);
  }
  const credentials = openCredentials(folder.credentials);
  const wanted = named.length > 0 ? named : known.filter((id) => !credentials.has(id));
  const tokens = credentials.issue(wanted);
  process.stdout.write(`device,token\n${[...tokens].map(([id, token]) => `${id},${token}\n`).join('')}`);
  const isRunning = await notifyGateway(folder.gatewaySocket);
  process.stderr.write(
    `${tokens.size} tokens made${isRunning ? ' and valid from now on' : ''}; only their hashes are kept, so store them in the devices now\n`,
  );
}

const ANSWERS_WITHIN_MILLIS = 1000;

/** Makes a running gateway read the credentials again. False when none is running: it reads them when it starts. */
async function notifyGateway(socketPath: string): Promise<boolean> {
  const connected = Promise.withResolvers<boolean>();
  const client = connectGateway(socketPath, { onConnectedChange: connected.resolve });
  const tooLong = setTimeout(() => connected.resolve(false), ANSWERS_WITHIN_MILLIS);
  const isRunning = await connected.promise;
  clearTimeout(tooLong);
  if (isRunning) await client.reloadCredentials();
  await client.close();
  return isRunning;
}
