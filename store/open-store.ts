import { existsSync, readFileSync } from 'node:fs';
import { ConfigError } from '../model/config-error.ts';
import { inGeneration } from '../model/in-generation.ts';
import type { SeriesStore, StoreEmptiedError } from '../model/series-store.ts';
import { openDuckStore } from './duckdb/duck-store.ts';
import { databaseOf } from './influx/database-of.ts';
import { InfluxError } from './influx/influx-error.ts';
import { openInfluxStore } from './influx/influx-store.ts';
import { parseStoreAddress, type StoreAddress } from './influx/store-address.ts';

/** Paths of the city's settings, of the embedded store, and of the credential for a server. */
interface StorePlaces {
  readonly cityYaml: string;
  readonly readings: string;
  readonly storeToken: string;
}

/**
 * Opens the store that `city.yaml` names, for one generation of readings. Rejects with a `ConfigError` when the setting
 * or the credential is invalid.
 */
export async function openStore(options: {
  readonly setting: string;
  readonly folder: StorePlaces;
  readonly generation: number;
  readonly onDamage: (detail: string) => void;
  /** Called when rows that were written are missing while the store is open. */
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

/** The server address in a setting; throws a `ConfigError` that says what would be right. */
export function serverAddress(setting: string, { cityYaml }: StorePlaces): StoreAddress {
  const parsed = parseStoreAddress(setting);
  if (!parsed.ok) throw new ConfigError(cityYaml, `store: ${parsed.detail}`);
  return parsed.address;
}

/** Throws a `ConfigError` for an invalid setting, before anything is started. */
export function checkStoreSetting(setting: string, folder: StorePlaces): void {
  if (setting !== 'duckdb') serverAddress(setting, folder);
}

/** `user:password` of InfluxDB 1.x, or a token; null: none. */
function storeCredential({ storeToken }: StorePlaces): string | null {
  const fromEnvironment = process.env['CITYNERVE_STORE_TOKEN'];
  if (fromEnvironment !== undefined) return fromEnvironment;
  return existsSync(storeToken) ? readFileSync(storeToken, 'utf8').trim() : null;
}
