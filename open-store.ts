import { existsSync, readFileSync } from 'node:fs';
import { ConfigError } from './city/config-error.ts';
import type { DataFolder } from './city/data-folder.ts';
import { inGeneration } from './city/generation.ts';
import type { SeriesStore, StoreEmptiedError } from './model/series-store.ts';
import { openDuckStore } from './store/duckdb/duck-store.ts';
import { databaseOf } from './store/influx/database-of.ts';
import { InfluxError } from './store/influx/influx-error.ts';
import { openInfluxStore } from './store/influx/influx-store.ts';
import { parseStoreAddress, type StoreAddress } from './store/influx/store-address.ts';

/** Opens the store that `city.yaml` names, for one generation of readings. Throws `ConfigError` when the setting or the credential cannot be right. */
export async function openStore(options: {
  readonly setting: string;
  readonly folder: DataFolder;
  readonly generation: number;
  readonly onDamage: (detail: string) => void;
  /** Told when rows that had been taken are gone while the store is open. */
  readonly onLost?: (error: StoreEmptiedError) => void;
}): Promise<SeriesStore> {
  const { setting, folder, generation, onDamage, onLost = () => undefined } = options;
  if (setting === 'duckdb') {
    return await openDuckStore({ file: inGeneration(folder.readings, generation), onDamage, onLost });
  }
  const address = databaseOf(serverAddress(setting, folder), generation);
  try {
    return openInfluxStore({ address, credential: storeCredential(folder) });
  } catch (error) {
    if (error instanceof InfluxError) throw new ConfigError(folder.storeToken, error.message);
    throw error;
  }
}

/** Where the server is that a setting names; throws `ConfigError` with what would be right. */
export function serverAddress(setting: string, { cityYaml }: DataFolder): StoreAddress {
  const parsed = parseStoreAddress(setting);
  if (!parsed.ok) throw new ConfigError(cityYaml, `store: ${parsed.detail}`);
  return parsed.address;
}

/** Refuses a setting that no store could be opened with, before anything is started. */
export function checkStoreSetting(setting: string, folder: DataFolder): void {
  if (setting !== 'duckdb') serverAddress(setting, folder);
}

/** `user:password` of InfluxDB 1.x, or a token; null: the server asks for none. */
function storeCredential({ storeToken }: DataFolder): string | null {
  const told = process.env['CITYNERVE_STORE_TOKEN'];
  if (told !== undefined) return told;
  return existsSync(storeToken) ? readFileSync(storeToken, 'utf8').trim() : null;
}
