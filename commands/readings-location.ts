import type { DataFolder } from '../city/data-folder.ts';
import { inGeneration } from '../model/in-generation.ts';
import { databaseOf } from '../store/influx/database-of.ts';
import type { StoreAddress } from '../store/influx/store-address.ts';
import { serverAddress } from '../store/open-store.ts';

/** Where the readings of a generation are stored, for people. */
export interface ReadingsLocation {
  readonly name: string;
  /** The command by which a person removes them; null: the next refold removes them. */
  readonly removal: string | null;
}

/**
 * Names the location of a generation's readings. Readings on a server are never removed automatically, because a
 * dashboard may still use them.
 */
export function readingsLocation(setting: string, folder: DataFolder, generation: number): ReadingsLocation {
  if (setting === 'duckdb') return { name: inGeneration(folder.readings, generation), removal: null };
  const address = databaseOf(serverAddress(setting, folder), generation);
  const { host, port, database, version } = address;
  return { name: `database "${database}" of InfluxDB at ${host}:${port}`, removal: REMOVALS[version](address) };
}

// Those for 2.x and 3.x are from the manuals of InfluxDB and were not tried.
const REMOVALS: Readonly<Record<StoreAddress['version'], (address: StoreAddress) => string>> = {
  1: ({ database }) => `DROP DATABASE "${database}"`,
  2: ({ database, org }) => `influx bucket delete --name ${database} --org ${org}`,
  3: ({ database }) => `influxdb3 delete database ${database}`,
};
