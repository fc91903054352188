import type { DeviceModel } from '../model/device.ts';
import type { StandardsPack } from '../model/standards-pack.ts';
import { soundValue } from './checked.ts';
import type { CityConfig } from './city-config.ts';
import { checkConfigFile, checkDevicesFile, checkZonesFile } from './city-files.ts';
import type { DescribedCity } from './config-changes.ts';
import type { Environment } from './config-environment.ts';
import type { DataFolder } from './data-folder.ts';

/** What the files of a city may name. */
export interface KnownToCity {
  readonly models: readonly DeviceModel[];
  readonly packs: readonly StandardsPack[];
  /** Names of the dialects. */
  readonly dialects: readonly string[];
}

/** Reads only `city.yaml`, with overrides from the environment. Throws a `ConfigError` for a wrong setting. */
export function readCityConfig(folder: DataFolder, environment: Environment): CityConfig {
  const config = soundValue(checkConfigFile(folder, environment));
  if (config === null) throw new Error(`${folder.cityYaml} has no settings and no problem either`);
  return config;
}

/**
 * Reads the configuration of a city from its files. Throws a `ConfigError` that names file and place of what is wrong.
 */
export function readCity(folder: DataFolder, config: CityConfig, known: KnownToCity): DescribedCity {
  const { models, packs } = known;
  const zones = soundValue(checkZonesFile(folder));
  const devices = soundValue(checkDevicesFile(folder, known, zones));
  const { name, timeZone, clock } = config;
  return { city: { name, timeZone, clock, simulated: config.simulation !== undefined }, zones, models, devices, packs };
}
