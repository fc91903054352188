import { ConfigError } from '../model/config-error.ts';
import type { DataFolder } from './data-folder.ts';
import { readJson } from './read-json.ts';

/** Tokens of a simulated city's devices, stored in clear (mode 0600) because the simulator connects as each of them. */
export function demoTokens(folder: DataFolder): (deviceId: string) => string {
  const table = readJson(folder.demoTokens, 'start with --data and a new folder');
  if (typeof table !== 'object' || table === null)
    throw new ConfigError(folder.demoTokens, 'has no tokens; only a city that a simulation or replay made has them');
  const tokens = new Map<string, unknown>(Object.entries(table));
  return (deviceId) => {
    const token = tokens.get(deviceId);
    if (typeof token !== 'string')
      throw new ConfigError(
        folder.demoTokens,
        `has no token of device "${deviceId}": this city was made for other devices; use --data and a new folder`,
      );
    return token;
  };
}
