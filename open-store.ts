import type { DataFolder } from './city/data-folder.ts';
import { inGeneration } from './city/generation.ts';
import type { SeriesStore } from './model/series-store.ts';
import { openDuckStore } from './store/duckdb/duck-store.ts';

/** Opens the store that `city.yaml` names, for one generation of readings. */
export async function openStore(options: {
  readonly setting: string;
  readonly folder: DataFolder;
  readonly generation: number;
  readonly onDamage: (detail: string) => void;
}): Promise<SeriesStore> {
  const { folder, generation, onDamage } = options;
  return await openDuckStore({ file: inGeneration(folder.readings, generation), onDamage });
}
