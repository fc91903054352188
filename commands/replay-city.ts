import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { openCredentials } from '../city/credentials.ts';
import type { DataFolder } from '../city/data-folder.ts';
import { issueServiceTokens } from '../city/service-tokens.ts';
import { writeCity } from '../city/write-city.ts';
import { writeSecretFile } from '../city/write-secret-file.ts';
import { ConfigError } from '../model/config-error.ts';
import type { Zone } from '../model/zone.ts';
import type { ReplayMap } from '../simulator/replay/replay-map.ts';

/** Room around the outermost devices, in degrees. */
const MARGIN = 0.05;

/** Writes a city with a driven clock for the devices of a replay map; an existing one is used as it is. */
export function writeReplayCity(folder: DataFolder, map: ReplayMap): void {
  const devices = map.devices.map(({ device }) => device);
  if (existsSync(folder.cityYaml)) {
    if (!existsSync(folder.demoTokens)) {
      throw new ConfigError(
        folder.root,
        'contains a city that was not made by a replay; name another folder with --data',
      );
    }
    return;
  }
  const yaml = stringify({
    name: { en: 'Replay', zh: '回放' },
    timeZone: map.time.timeZone,
    clock: 'driven',
    gateway: { mqttPort: 0, wsPort: 0, statusPort: 0 },
    api: { port: 0 },
    flows: { isOn: false },
  });
  writeCity(folder, { yaml, zones: [cityAround(devices)], devices }, () => {
    const credentials = openCredentials(folder.credentials);
    issueServiceTokens(folder, credentials);
    const tokens = credentials.issue(devices.map(({ id }) => id));
    writeSecretFile(folder.demoTokens, JSON.stringify(Object.fromEntries(tokens)));
  });
}

/** The file with the checkpoint of the replay into a folder's city. */
export const replayCheckpoint = (folder: DataFolder): string => join(folder.root, 'replay.json');

function cityAround(devices: readonly { latitude: number; longitude: number }[]): Zone {
  const latitudes = devices.map(({ latitude }) => latitude);
  const longitudes = devices.map(({ longitude }) => longitude);
  const [south, north] = [Math.min(...latitudes) - MARGIN, Math.max(...latitudes) + MARGIN];
  const [west, east] = [Math.min(...longitudes) - MARGIN, Math.max(...longitudes) + MARGIN];
  const outline = [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ] as const;
  return { id: 'city', kind: 'city', name: { en: 'Replay', zh: '回放' }, parentId: null, outline };
}
