import { expect, test } from 'vitest';
import { dataFolder } from '../city/data-folder.ts';
import { readingsLocation } from './readings-location.ts';

const folder = dataFolder('/data/city');
const locationOf = (setting: string, generation: number) => readingsLocation(setting, folder, generation);

test('the location of a generation’s readings has its name and the command that removes it', () => {
  expect(locationOf('duckdb', 2)).toEqual({ name: '/data/city/store/generation-2/readings.duckdb', removal: null });
  expect(locationOf('influx://db:8086/citynerve', 1)).toEqual({
    name: 'database "citynerve" of InfluxDB at db:8086',
    removal: 'DROP DATABASE "citynerve"',
  });
  expect(locationOf('influx://db:8086/citynerve?version=2&org=city', 2)).toMatchObject({
    removal: 'influx bucket delete --name citynerve_g2 --org city',
  });
  expect(locationOf('influx://db:8181/citynerve?version=3', 3)).toMatchObject({
    removal: 'influxdb3 delete database citynerve_g3',
  });
});
