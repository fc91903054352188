import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { ConfigError } from '../model/config-error.ts';
import type { Device } from '../model/device.ts';
import type { Zone } from '../model/zone.ts';
import type { DataFolder } from './data-folder.ts';
import { writeDevices } from './devices-csv.ts';
import { writeZones } from './write-zones.ts';

/** Lays down a new city, with its tokens, in a folder that does not exist or is empty. Throws `ConfigError` rather than write over anything. */
export function writeCity(
  folder: DataFolder,
  city: { yaml: string; zones: readonly Zone[]; devices: readonly Device[] },
  issueTokens: () => void = () => {},
): void {
  if (existsSync(folder.root) && readdirSync(folder.root).length > 0) {
    throw new ConfigError(folder.root, 'is not empty; name a new folder');
  }
  mkdirSync(folder.root, { recursive: true });
  mkdirSync(folder.secrets, { mode: 0o700 });
  mkdirSync(folder.run, { mode: 0o700 });
  writeFileSync(folder.zonesGeojson, writeZones(city.zones));
  writeFileSync(folder.devicesCsv, writeDevices(city.devices));
  issueTokens();
  // Written last: a folder with city.yaml is a whole city.
  writeFileSync(folder.cityYaml, city.yaml);
}
