import { ConfigError } from '../model/config-error.ts';
import type { Zone } from '../model/zone.ts';
import type { Checked } from './checked.ts';
import type { CityConfig } from './city-config.ts';
import { checkConfigFile, checkDevicesFile, checkZonesFile } from './city-files.ts';
import type { Environment } from './config-environment.ts';
import type { DataFolder } from './data-folder.ts';
import type { KnownToCity } from './read-city.ts';
import { zoneOverhangs } from './zone-overhang.ts';

/** What a check of a city's files has found. */
export interface CityCheck {
  /** Null where there is a problem with `city.yaml`. */
  readonly config: CityConfig | null;
  readonly zones: number;
  readonly devices: number;
  /** One line each: the file, the place in it, what is wrong and what would be right. */
  readonly problems: readonly string[];
  /** The same of what a start accepts, and is hardly meant. */
  readonly warnings: readonly string[];
}

/** Checks all files of a city that people edit, by the checks of a start, and gathers every problem. */
export function checkCity(
  folder: DataFolder,
  environment: Environment,
  known: Pick<KnownToCity, 'models' | 'dialects'>,
): CityCheck {
  const problems: string[] = [];
  function gather<T>(check: () => Checked<T>): T | null {
    try {
      const { file, value, problems: found } = check();
      problems.push(...found.map((problem) => `${file}: ${problem}`));
      return found.length > 0 ? null : value;
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      problems.push(error.message);
      return null;
    }
  }
  const config = gather(() => checkConfigFile(folder, environment));
  const zones: readonly Zone[] | null = gather(() => checkZonesFile(folder));
  const devices = gather(() => checkDevicesFile(folder, known, zones));
  const warnings = zoneOverhangs(zones ?? []).map((warning) => `${folder.zonesGeojson}: ${warning}`);
  return { config, zones: zones?.length ?? 0, devices: devices?.length ?? 0, problems, warnings };
}
