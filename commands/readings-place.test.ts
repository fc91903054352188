import { expect, test } from 'vitest';
import { dataFolder } from '../city/data-folder.ts';
import { readingsPlace } from './readings-place.ts';

const folder = dataFolder('/data/city');
const placeOf = (setting: string, generation: number) => readingsPlace(setting, folder, generation);

test('readings of a generation are named as a person finds them, and as the server they lie on drops them', () => {
  expect(placeOf('duckdb', 2)).toEqual({ name: '/data/city/store/generation-2/readings.duckdb', removal: null });
  expect(placeOf('influx://db:8086/citynerve', 1)).toEqual({
    name: 'database "citynerve" of InfluxDB at db:8086',
    removal: 'DROP DATABASE "citynerve"',
  });
  expect(placeOf('influx://db:8086/citynerve?version=2&org=city', 2)).toMatchObject({
    removal: 'influx bucket delete --name citynerve_g2 --org city',
  });
  expect(placeOf('influx://db:8181/citynerve?version=3', 3)).toMatchObject({
    removal: 'influxdb3 delete database citynerve_g3',
  });
});
