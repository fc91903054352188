import { existsSync, readFileSync } from 'node:fs';
import type { DataFolder } from '../city/data-folder.ts';
import { readCityConfig } from '../city/read-city.ts';
import type { CityAddress } from './city-client.ts';

/**
 * The address of a city: the one that the running city has written to its folder (with port 0 the settings do not tell
 * it), or else the one in its settings.
 */
export function cityAddress(folder: DataFolder): CityAddress {
  const { api, gateway } = readCityConfig(folder, process.env);
  if (!existsSync(folder.addresses)) return { host: api.host, apiPort: api.port, statusPort: gateway.statusPort };
  const value: unknown = JSON.parse(readFileSync(folder.addresses, 'utf8'));
  return value as CityAddress;
}
