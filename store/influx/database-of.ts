import type { StoreAddress } from './store-address.ts';

/**
 * The address of a generation of readings: the first has the plain name, which dashboards know, each further one a
 * database beside it.
 */
export const databaseOf = (address: StoreAddress, generation: number): StoreAddress =>
  generation === 1 ? address : { ...address, database: `${address.database}_g${generation}` };
