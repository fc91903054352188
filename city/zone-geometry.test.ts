import { describe, expect, test } from 'vitest';
import { indexZones } from '../devices/zone-index.ts';
import { parseZones } from './parse-zones.ts';
import { writeZones } from './write-zones.ts';

const square = (west: number, south: number, size: number): readonly (readonly [number, number])[] => [
  [west, south],
  [west + size, south],
  [west + size, south + size],
  [west, south + size],
  [west, south],
];

/** A city of this geometry. */
const geojson = (geometry: object): string =>
  JSON.stringify({ features: [{ type: 'Feature', properties: { id: 'city', kind: 'city' }, geometry }] });
const polygon = (...rings: readonly unknown[]) => geojson({ type: 'Polygon', coordinates: rings });

describe('the area of a zone', () => {
  test('a hole is not in it', () => {
    const zones = parseZones(polygon(square(0, 0, 10), square(4, 4, 2)));
    const { innermost } = indexZones(zones);
    expect([innermost(1, 1), innermost(5, 5), innermost(11, 5)]).toEqual(['city', null, null]);
    expect(parseZones(writeZones(zones))).toEqual(zones);
  });

  test('of several parts has each of them, and its outline is the largest', () => {
    const parts = [[square(0, 0, 1)], [square(20, 0, 10), square(24, 4, 2)]];
    const zones = parseZones(geojson({ type: 'MultiPolygon', coordinates: parts }));
    expect(zones[0]?.outline).toEqual(square(20, 0, 10));
    const { innermost } = indexZones(zones);
    expect([innermost(0.5, 0.5), innermost(21, 1), innermost(25, 5), innermost(10, 0.5)]).toEqual([
      'city',
      'city',
      null,
      null,
    ]);
    expect(parseZones(writeZones(zones))).toEqual(zones);
  });

  test('of one part without holes is the outline alone', () => {
    const [zone] = parseZones(geojson({ type: 'MultiPolygon', coordinates: [[square(0, 0, 1)]] }));
    expect(zone).toEqual({
      id: 'city',
      kind: 'city',
      name: { en: 'city', zh: 'city' },
      parentId: null,
      outline: square(0, 0, 1),
    });
  });

  test.each([
    [
      'edges that cross',
      [
        [0, 0],
        [2, 2],
        [2, 0],
        [0, 1],
        [0, 0],
      ],
      'must not cross itself; its edges cross near',
    ],
    [
      'positions on a line',
      [
        [0, 0],
        [1, 1],
        [2, 2],
        [0, 0],
      ],
      'must have an area',
    ],
    [
      'one position four times',
      [
        [1, 1],
        [1, 1],
        [1, 1],
        [1, 1],
      ],
      'must have an area',
    ],
  ])('of %s is refused by name', (_, ring, problem) => {
    expect(() => parseZones(polygon(ring))).toThrow(`features[0].geometry.coordinates ${problem}`);
    expect(() => parseZones(polygon(ring))).toThrow('(zone "city")');
  });

  test('rings may touch themselves, and a hole lies within its polygon', () => {
    const touching = [
      [0, 0],
      [4, 0],
      [2, 2],
      [4, 4],
      [0, 4],
      [2, 2],
      [0, 0],
    ];
    expect(parseZones(polygon(touching))).toHaveLength(1);
    expect(() => parseZones(polygon(square(0, 0, 10), square(9, 9, 2)))).toThrow('must have its holes within');
  });

  test('an outline of 20,000 corners is read', () => {
    const corners = Array.from({ length: 20_000 }, (_, n) => [
      Math.cos((n * Math.PI) / 10_000),
      Math.sin((n * Math.PI) / 10_000),
    ]);
    expect(parseZones(polygon([...corners, corners[0]]))).toHaveLength(1);
  });
});
