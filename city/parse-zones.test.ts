import { describe, expect, test } from 'vitest';
import type { Zone } from '../model/zone.ts';
import { EMPTY_CITY } from './empty-city.ts';
import { checkZones, parseZones } from './parse-zones.ts';
import { writeZones } from './write-zones.ts';

const [city, district, cell, road] = EMPTY_CITY.zones as [Zone, Zone, Zone, Zone];
/** The GeoJSON of a city whose second zone is changed in one place. */
const changed = (change: (feature: Record<string, Record<string, unknown>>) => void): string => {
  const collection = JSON.parse(writeZones([city, district]));
  change(collection.features[1]);
  return JSON.stringify(collection);
};

describe('zones.geojson', () => {
  test('what is written is read back', () => {
    expect(parseZones(writeZones(EMPTY_CITY.zones))).toEqual(EMPTY_CITY.zones);
    expect(parseZones(writeZones([]))).toEqual([]);
  });

  test('a zone without names is called by its id', () => {
    const text = changed(({ properties }) => {
      delete properties?.['name_en'];
      delete properties?.['name_zh'];
    });
    expect(parseZones(text)[1]?.name).toEqual({ en: 'district-1', zh: 'district-1' });
  });

  test('heights in positions are dropped', () => {
    const text = writeZones([city]).replace('[114.01,', '[114.01,22.49,5],[114.01,');
    expect(parseZones(text)[0]?.outline[0]).toEqual([114.01, 22.49]);
  });

  test.each([
    ['{', 'is not JSON'],
    ['[]', 'must be a GeoJSON FeatureCollection with a list "features"'],
    ['null', 'must be a GeoJSON FeatureCollection with a list "features"'],
    ['{"features":[7]}', 'features[0].properties.id must be small letters, digits and dashes'],
  ])('%s is no collection of zones', (text, problem) => {
    expect(() => parseZones(text)).toThrow(`zones.geojson: ${problem}`);
  });

  test.each<[string, Record<string, unknown>, string]>([
    ['properties', { id: 'District 1' }, 'properties.id must be small letters, digits and dashes, at most 64'],
    ['properties', { kind: 'borough' }, 'properties.kind must be one of city, district'],
    ['properties', { parentId: 4 }, 'properties.parentId must be the id of a zone'],
    ['geometry', { type: 'Point' }, 'geometry.type must be Polygon'],
    ['geometry', { coordinates: [] }, 'geometry.coordinates must be'],
    ['geometry', { coordinates: [[['114', '22']]] }, 'geometry.coordinates must be'],
    [
      'geometry',
      {
        coordinates: [
          [
            [114, 22],
            [115, 22],
            [114, 23],
            [114, 95],
          ],
        ],
      },
      'geometry.coordinates must be',
    ],
    [
      'geometry',
      {
        coordinates: [
          [
            [114, 22],
            [115, 22],
            [115, 23],
          ],
        ],
      },
      'a closed ring',
    ],
    [
      'geometry',
      {
        coordinates: [
          [
            [114, 22],
            ['115', '22'],
            [115, 23],
            [114, 22],
          ],
        ],
      },
      'geometry.coordinates must be',
    ],
  ])('a wrong %s %j is named with its place', (part, change, problem) => {
    const text = changed((feature) => Object.assign(feature[part] as object, change));
    expect(() => parseZones(text)).toThrow('zones.geojson: features[1].');
    expect(() => parseZones(text)).toThrow(problem);
  });

  test('a road is a line', () => {
    expect(() => parseZones(writeZones([city, district, cell, road]).replace('LineString', 'Polygon'))).toThrow(
      'features[3].geometry.type must be LineString',
    );
  });

  test('two zones never share an id', () => {
    expect(() => parseZones(writeZones([city, city]))).toThrow('zone id "city" stands twice');
  });

  test('a parent is a zone of the file, and only a city has none', () => {
    expect(() => parseZones(writeZones([city, { ...district, parentId: 'elsewhere' }]))).toThrow(
      'zone "district-1" has parentId "elsewhere", which is no zone in this file',
    );
    expect(() => parseZones(writeZones([city, { ...district, parentId: null }]))).toThrow('only a zone of kind "city"');
  });

  test('a cycle of parents of any length is refused', () => {
    const inCell = { ...district, parentId: 'cell-1' };
    expect(() => parseZones(writeZones([city, inCell, cell]))).toThrow('zone "district-1" lies within itself');
    expect(() => parseZones(writeZones([{ ...city, parentId: 'city' }]))).toThrow('zone "city" lies within itself');
  });

  test('a byte order mark is left out', () => {
    expect(parseZones(`\ufeff${writeZones([city])}`)).toEqual([city]);
  });

  test('there is one city', () => {
    expect(() => parseZones(writeZones([city, { ...city, id: 'town' }]))).toThrow(
      'zones "city" and "town" are both of kind "city"',
    );
  });

  test('everything that is wrong is found at once', () => {
    const text = writeZones([city, { ...district, parentId: 'x' }, { ...cell, parentId: 'y' }]);
    expect(checkZones(text).problems).toHaveLength(2);
  });

  test('5,000 zones, each within the one before, are read', () => {
    const nested = Array.from({ length: 5_000 }, (_, n) => ({
      ...district,
      id: `d${n}`,
      parentId: n ? `d${n - 1}` : 'city',
    }));
    expect(parseZones(writeZones([...nested.toReversed(), city]))).toHaveLength(5_001);
    const looped = [...nested.slice(1), { ...district, id: 'd0', parentId: 'd4999' }, city];
    expect(() => parseZones(writeZones(looped))).toThrow('zone "d1" lies within itself');
  });
});
