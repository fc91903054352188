import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { controlAddress } from '../ipc/control-address.ts';
import { ConfigError } from '../model/config-error.ts';
import type { Device } from '../model/device.ts';
import type { Zone } from '../model/zone.ts';
import type { DataFolder } from './data-folder.ts';
import { writeDevices } from './devices-csv.ts';
import { makeFolder } from './make-folder.ts';
import { writeZones } from './write-zones.ts';

/**
 * Writes a new city with its tokens into a new or empty folder. Throws a `ConfigError` when the folder is not empty or
 * cannot be made.
 */
export function writeCity(
  folder: DataFolder,
  city: { yaml: string; zones: readonly Zone[]; devices: readonly Device[] },
  issueTokens: () => void = () => {},
): void {
  // A city whose path is too long for its local sockets could not be started.
  controlAddress(folder.gatewaySocket);
  makeFolder(folder.root);
  if (readdirSync(folder.root).length > 0) throw new ConfigError(folder.root, 'is not empty; name a new folder');
  mkdirSync(folder.secrets, { mode: 0o700 });
  mkdirSync(folder.run, { mode: 0o700 });
  writeFileSync(folder.zonesGeojson, writeZones(city.zones));
  writeFileSync(folder.devicesCsv, writeDevices(city.devices));
  issueTokens();
  // Written last: a folder with city.yaml counts as a complete city.
  writeFileSync(folder.cityYaml, city.yaml);
}
