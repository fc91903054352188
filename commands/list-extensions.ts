import { resolve } from 'node:path';
import { dataFolder } from '../city/data-folder.ts';
import { ConfigError } from '../model/config-error.ts';
import type { ExtensionHealth, NotWatched } from '../model/extension-health.ts';
import { cityAddress } from './city-address.ts';
import { cityClient } from './city-client.ts';

/** The response of `GET /api/extensions`. */
interface Extensions {
  readonly items: readonly ExtensionHealth[];
  readonly notWatched: readonly NotWatched[];
}

/**
 * `citynerve extension list`: which extensions are on or off, where, since when and why; read from the running brain.
 */
export async function listExtensionsCommand(options: { readonly data: string; readonly json: boolean }): Promise<void> {
  const folder = dataFolder(resolve(options.data));
  const address = cityAddress(folder);
  const client = cityClient(folder, () => address, 'extension');
  const found = await client.get<Extensions>('/api/extensions').catch((error: unknown) => {
    if (!(error instanceof TypeError)) throw error;
    throw new ConfigError(folder.root, `no brain answers on ${address.host}:${address.apiPort}; start the city first`);
  });
  process.stdout.write(options.json ? `${JSON.stringify(found)}\n` : extensionLines(found));
}

function extensionLines({ items, notWatched }: Extensions): string {
  const lines = items.map(({ kind, id, zoneId, deviceId, isOn, failures, lastError, offBy, user, sinceOffset }) => {
    const place = zoneId ?? deviceId ?? 'everywhere';
    const since = sinceOffset === null ? '' : ` since offset ${sinceOffset}`;
    const why = isOn ? '' : ` by ${user ?? offBy}`;
    const error = lastError === null ? '' : `: ${lastError}`;
    return `${isOn ? 'on ' : 'OFF'}  ${kind} ${id}  ${place}${since}${why}, ${failures} failures${error}\n`;
  });
  const blind = notWatched.map(({ scenarioId, zoneId }) => `not watched: ${zoneId} by ${scenarioId}\n`);
  return [...lines, ...blind].join('');
}
