import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { checkCity } from './check-city.ts';
import { dataFolder } from './data-folder.ts';
import { EMPTY_CITY } from './empty-city.ts';
import { SAMPLE_CITY_YAML } from './sample-city-yaml.ts';
import { testFolder } from './test-folder.ts';
import { writeCity } from './write-city.ts';

const known = {
  models: [{ id: 'rain-gauge', title: { en: 'Rain', zh: '雨' }, dialect: 'citynerve-json', channels: [] }],
  dialects: ['citynerve-json'],
};

/** The folder of a city without problems. */
function sample() {
  const folder = dataFolder(join(testFolder(), 'city'));
  writeCity(folder, { yaml: SAMPLE_CITY_YAML, ...EMPTY_CITY });
  return folder;
}

describe('the files of a city', () => {
  test('of a new city have no problem, and a check writes nothing', () => {
    const folder = sample();
    const before = readdirSync(folder.root, { recursive: true });
    expect(checkCity(folder, {}, known)).toMatchObject({ zones: 5, devices: 1, problems: [], warnings: [] });
    expect(readdirSync(folder.root, { recursive: true })).toEqual(before);
  });

  test('are checked all at once, each problem with its file', () => {
    const folder = sample();
    writeFileSync(folder.cityYaml, 'name: { en: A }\ntimeZone: Asia/Shanghai\nclok: wall\n');
    rmSync(folder.zonesGeojson);
    writeFileSync(folder.devicesCsv, 'id,model,latitude,longitude\nr 1,rain-gauge,91,0\n');
    const { config, problems } = checkCity(folder, {}, known);
    expect(config).toBeNull();
    expect(problems.map((problem) => problem.slice(folder.root.length + 1).split(/ is | must /)[0])).toEqual([
      'city.yaml: name.zh',
      'city.yaml: clok',
      'zones.geojson:',
      'devices.csv: line 2, column id',
      'devices.csv: line 2, column latitude',
    ]);
  });

  test('a zone that reaches beyond its parent is a warning, not a problem', () => {
    const folder = sample();
    const text = readFileSync(folder.zonesGeojson, 'utf8');
    const collection = JSON.parse(text);
    const moved = collection.features[1].geometry.coordinates[0];
    for (const position of moved) position[0] += 1;
    writeFileSync(folder.zonesGeojson, JSON.stringify(collection));
    const { problems, warnings } = checkCity(folder, {}, known);
    expect(problems).toEqual([]);
    expect(warnings[0]).toContain(`${folder.zonesGeojson}: zone "district-1" reaches`);
    expect(warnings[0]).toContain('beyond its parent "city"');
  });

  test('each mistake of one line is named at once, also a zone that is not there', () => {
    const folder = sample();
    const line = 'r-1,rain-gauge,modbus,1,181,cell-9';
    writeFileSync(folder.devicesCsv, `id,model,dialect,latitude,longitude,zone\n${line}\n`);
    const place = `${folder.devicesCsv}: line 2, column`;
    expect(checkCity(folder, {}, known).problems).toEqual([
      `${place} dialect is "modbus"; must be one of citynerve-json, or empty for that of the model`,
      `${place} zone is "cell-9"; must be a zone of zones.geojson, or empty for the one at its position`,
      `${place} longitude is "181"; must be degrees from -180 to 180`,
    ]);
  });
});
