import { stringify } from 'yaml';
import type { CityConfig } from '../city/city-config.ts';
import { openCredentials } from '../city/credentials.ts';
import type { DataFolder } from '../city/data-folder.ts';
import { issueServiceTokens } from '../city/service-tokens.ts';
import { writeCity } from '../city/write-city.ts';
import { writeSecretFile } from '../city/write-secret-file.ts';
import type { Device } from '../model/device.ts';
import { demoCity } from '../simulator/demo-city.ts';

/** A device of the demo city that is not simulated: the person who tries the city can publish as it. */
export const GUEST_DEVICE: Device = {
  id: 'guest-1',
  model: 'noise-meter',
  dialect: 'citynerve-json',
  department: 'environment',
  provider: 'you',
  latitude: 22.54,
  longitude: 114.06,
  zoneId: null,
  attributes: {},
};

/** Settings of a demo city. With other ports in `settings`, several cities can run on one machine. */
export interface DemoSettings {
  readonly simulation: NonNullable<CityConfig['simulation']>;
  readonly settings?: Pick<Partial<CityConfig>, 'log'> & {
    readonly gateway?: object;
    readonly api?: object;
    readonly flows?: object;
  };
}

/** Writes a simulated city into a new data folder: its files, and a credential for each of its devices. */
export function writeDemoCity(folder: DataFolder, { simulation, settings = {} }: DemoSettings): void {
  const { city, zones, devices } = demoCity(simulation);
  const yaml = stringify({ name: city.name, timeZone: city.timeZone, clock: 'driven', simulation, ...settings });
  const all = [...devices, GUEST_DEVICE];
  const described = {
    yaml: `# A simulated city. For your own: npm run citynerve -- init my-city, then npm start -- --data my-city\n${yaml}`,
    zones,
    devices: all,
  };
  writeCity(folder, described, () => {
    const credentials = openCredentials(folder.credentials);
    issueServiceTokens(folder, credentials);
    const tokens = credentials.issue(all.map((device) => device.id));
    writeSecretFile(folder.demoTokens, JSON.stringify(Object.fromEntries(tokens)));
  });
}
