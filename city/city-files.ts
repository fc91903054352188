import type { Device, DeviceModel } from '../model/device.ts';
import type { Zone } from '../model/zone.ts';
import type { Checked } from './checked.ts';
import { initCommand } from './city-command.ts';
import type { CityConfig } from './city-config.ts';
import type { Environment } from './config-environment.ts';
import type { DataFolder } from './data-folder.ts';
import { checkDevices } from './devices-csv.ts';
import { checkCityConfig } from './parse-city-config.ts';
import { checkZones } from './parse-zones.ts';
import { readText } from './read-text.ts';

/** Checks `city.yaml`, with overrides from the environment. Throws a `ConfigError` when it cannot be read at all. */
export const checkConfigFile = (folder: DataFolder, environment: Environment): Checked<CityConfig | null> =>
  checkCityConfig(read(folder.cityYaml, folder), environment, folder.cityYaml);

/** Checks `zones.geojson`. Throws a `ConfigError` when it cannot be read at all. */
export const checkZonesFile = (folder: DataFolder): Checked<readonly Zone[]> =>
  checkZones(read(folder.zonesGeojson, folder), folder.zonesGeojson);

/**
 * Checks `devices.csv`, also that it names only `zones`; null: they are not known. Throws a `ConfigError` when it
 * cannot be read at all.
 */
export function checkDevicesFile(
  folder: DataFolder,
  { models, dialects }: { readonly models: readonly DeviceModel[]; readonly dialects: readonly string[] },
  zones: readonly Zone[] | null,
): Checked<readonly Device[]> {
  const ids = zones === null ? {} : { zones: new Set(zones.map(({ id }) => id)) };
  const names = { models: new Map(models.map((model) => [model.id, model])), dialects, ...ids };
  return checkDevices(read(folder.devicesCsv, folder), names, folder.devicesCsv);
}

const read = (path: string, { root }: DataFolder): string =>
  readText(path, `is missing; "${initCommand(root)}" writes an empty city to begin with`);
