import { expect, test } from 'vitest';
import type { Zone } from '../model/zone.ts';
import { EMPTY_CITY } from './empty-city.ts';
import { zoneOverhangs } from './zone-overhang.ts';

/** A square with its south-west corner there, degrees. */
const square = (id: string, parentId: string | null, west: number, south: number, size: number): Zone => ({
  id,
  kind: parentId === null ? 'city' : 'district',
  name: { en: id, zh: id },
  parentId,
  outline: [
    [west, south],
    [west + size, south],
    [west + size, south + size],
    [west, south + size],
    [west, south],
  ],
});
const CITY = square('city', null, 114, 22, 0.1);

test('a zone within its parent, along its edge, or beyond it by metres only is no matter', () => {
  const slightly = square('slightly', 'city', 113.9999, 22, 0.05);
  expect(zoneOverhangs([CITY, square('inside', 'city', 114.01, 22.01, 0.01), slightly])).toEqual([]);
  expect(zoneOverhangs([CITY, { ...CITY, id: 'same', kind: 'district', parentId: 'city' }])).toEqual([]);
  expect(zoneOverhangs(EMPTY_CITY.zones)).toEqual([]);
});

test('a zone that reaches beyond its parent is named with it, and by how much', () => {
  expect(zoneOverhangs([CITY, square('north', 'city', 114.05, 22.05, 0.06)])).toEqual([
    expect.stringMatching(/^zone "north" reaches 15\d\d m beyond its parent "city"; /),
  ]);
});

test('in a hole of its parent it is outside; a road may leave its cell', () => {
  const holed: Zone = { ...CITY, polygons: [[CITY.outline, square('', '', 114.02, 22.02, 0.06).outline]] };
  expect(zoneOverhangs([holed, square('in-hole', 'city', 114.04, 22.04, 0.01)])).toHaveLength(1);
  const road: Zone = { ...square('road', 'city', 114.09, 22.09, 0.05), kind: 'road' };
  expect(zoneOverhangs([CITY, road])).toEqual([]);
});
