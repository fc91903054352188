import type { DataFolder } from '../city/data-folder.ts';
import { inGeneration } from '../model/in-generation.ts';
import { databaseOf } from '../store/influx/database-of.ts';
import type { StoreAddress } from '../store/influx/store-address.ts';
import { serverAddress } from '../store/open-store.ts';

/** Where the readings of a generation lie, for people. */
export interface ReadingsPlace {
  readonly name: string;
  /** How a person removes them; null: the next refold does. */
  readonly removal: string | null;
}

/** Names the place of a generation's readings. What lies on a server is nobody's to drop but a person's: a dashboard may still show it. */
export function readingsPlace(setting: string, folder: DataFolder, generation: number): ReadingsPlace {
  if (setting === 'duckdb') return { name: inGeneration(folder.readings, generation), removal: null };
  const address = databaseOf(serverAddress(setting, folder), generation);
  const { host, port, database, version } = address;
  return { name: `database "${database}" of InfluxDB at ${host}:${port}`, removal: REMOVALS[version](address) };
}

// For 2.x and 3.x out of their manuals: none was run.
const REMOVALS: Readonly<Record<StoreAddress['version'], (address: StoreAddress) => string>> = {
  1: ({ database }) => `DROP DATABASE "${database}"`,
  2: ({ database, org }) => `influx bucket delete --name ${database} --org ${org}`,
  3: ({ database }) => `influxdb3 delete database ${database}`,
};
