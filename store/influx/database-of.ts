import type { StoreAddress } from './store-address.ts';

/**
 * The address of a generation of readings: the first has the configured name, which dashboards use; each further one
 * has a database of its own with a suffix.
 */
export const databaseOf = (address: StoreAddress, generation: number): StoreAddress =>
  generation === 1 ? address : { ...address, database: `${address.database}_g${generation}` };
