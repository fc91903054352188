import { mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { DeviceModel } from '../model/device.ts';
import { dataFolder } from './data-folder.ts';
import { EMPTY_CITY } from './empty-city.ts';
import { readCity, readCityConfig } from './read-city.ts';
import { SAMPLE_CITY_YAML } from './sample-city-yaml.ts';
import { testFolder } from './test-folder.ts';
import { writeCity } from './write-city.ts';

const models: readonly DeviceModel[] = [
  { id: 'rain-gauge', title: { en: 'Rain', zh: '雨' }, dialect: 'citynerve-json', channels: [] },
];
const city = { yaml: SAMPLE_CITY_YAML, ...EMPTY_CITY };

describe('a new city', () => {
  test('is read back as it was written, in a folder that did not exist', () => {
    const folder = dataFolder(join(testFolder(), 'deep', 'data'));
    writeCity(folder, city);
    const described = readCity(folder, readCityConfig(folder, {}), { models, packs: [], dialects: ['citynerve-json'] });
    expect(described).toMatchObject({ ...EMPTY_CITY, city: { timeZone: 'Asia/Shanghai', simulated: false } });
    if (process.platform !== 'win32') expect(statSync(folder.secrets).mode & 0o777).toBe(0o700);
  });

  test('is not written into a folder that is not empty', () => {
    const folder = dataFolder(testFolder());
    writeFileSync(join(folder.root, 'holiday.jpg'), '');
    expect(() => writeCity(folder, city)).toThrow(`${folder.root}: is not empty; name a new folder`);
    expect(readdirSync(folder.root)).toEqual(['holiday.jpg']);
  });

  test('may be written into an empty folder', () => {
    const folder = dataFolder(join(testFolder(), 'data'));
    mkdirSync(folder.root);
    writeCity(folder, city);
    expect(readdirSync(folder.root).sort()).toEqual(['city.yaml', 'devices.csv', 'run', 'secrets', 'zones.geojson']);
  });
});

describe('the files of a city', () => {
  test('a missing one is named with the command that creates it', () => {
    const folder = dataFolder(join(testFolder(), 'nowhere'));
    expect(() => readCityConfig(folder, {})).toThrow(
      `${folder.cityYaml}: is missing; "npm run citynerve -- init ${folder.root}" writes an empty city`,
    );
  });

  test('a device with an unknown zone is refused', () => {
    const folder = dataFolder(join(testFolder(), 'data'));
    writeCity(folder, { ...city, devices: EMPTY_CITY.devices.map((device) => ({ ...device, zoneId: 'atlantis' })) });
    expect(() =>
      readCity(folder, readCityConfig(folder, {}), { models, packs: [], dialects: ['citynerve-json'] }),
    ).toThrow('column zone is "atlantis"; must be a zone of zones.geojson');
  });
});
