import { readFileSync } from 'node:fs';
import { ConfigError } from '../model/config-error.ts';
import type { DeviceModel } from '../model/device.ts';
import type { StandardsPack } from '../model/standards-pack.ts';
import type { CityConfig } from './city-config.ts';
import type { DescribedCity } from './config-changes.ts';
import type { DataFolder } from './data-folder.ts';
import { parseDevices } from './devices-csv.ts';
import { parseCityConfig } from './parse-city-config.ts';
import { parseZones } from './parse-zones.ts';

/** Reads only `city.yaml`, with overrides from the environment. Throws a `ConfigError` for a wrong setting. */
export function readCityConfig(
  folder: DataFolder,
  environment: Readonly<Record<string, string | undefined>>,
): CityConfig {
  return parseCityConfig(read(folder.cityYaml, folder.root), environment, folder.cityYaml);
}

/**
 * Reads the configuration of a city from its files. Throws a `ConfigError` that names file and place of what is wrong.
 */
export function readCity(
  folder: DataFolder,
  config: CityConfig,
  models: readonly DeviceModel[],
  packs: readonly StandardsPack[],
): DescribedCity {
  const zones = parseZones(read(folder.zonesGeojson, folder.root), folder.zonesGeojson);
  const devices = parseDevices(
    read(folder.devicesCsv, folder.root),
    new Map(models.map((model) => [model.id, model])),
    folder.devicesCsv,
  );
  const zoneIds = new Set(zones.map((zone) => zone.id));
  const lost = devices.find((device) => device.zoneId !== null && !zoneIds.has(device.zoneId));
  if (lost)
    throw new ConfigError(
      folder.devicesCsv,
      `device "${lost.id}" stands in zone "${lost.zoneId}", which zones.geojson does not have`,
    );
  const { name, timeZone, clock } = config;
  return { city: { name, timeZone, clock, simulated: config.simulation !== undefined }, zones, models, devices, packs };
}

function read(path: string, root: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    throw new ConfigError(path, `is missing; "npx citynerve init ${root}" writes an empty city to begin with`);
  }
}
