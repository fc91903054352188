import { existsSync, readFileSync } from 'node:fs';
import type { DataFolder } from '../city/data-folder.ts';
import { readCityConfig } from '../city/read-city.ts';
import type { CityAddress } from './city-client.ts';

/** Where a city answers: as the running one wrote it down (ports may have been "any free one"), else as its settings say. */
export function cityAddress(folder: DataFolder): CityAddress {
  const { api, gateway } = readCityConfig(folder, process.env);
  if (!existsSync(folder.addresses)) return { host: api.host, apiPort: api.port, statusPort: gateway.statusPort };
  const value: unknown = JSON.parse(readFileSync(folder.addresses, 'utf8'));
  return value as CityAddress;
}
