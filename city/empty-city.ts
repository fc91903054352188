import type { Device } from '../model/device.ts';
import type { Zone } from '../model/zone.ts';

/**
 * The city that `citynerve init` writes: a square with one district and one cell, a road and a drain, all to be
 * redrawn, and one rain gauge to be replaced.
 */
export const EMPTY_CITY: { readonly zones: readonly Zone[]; readonly devices: readonly Device[] } = {
  zones: [
    area('city', 'city', null, { en: 'My city', zh: '我的城市' }, 0.05),
    area('district-1', 'district', 'city', { en: 'First district', zh: '第一区' }, 0.04),
    area('cell-1', 'cell', 'district-1', { en: 'First cell', zh: '第一网格' }, 0.02),
    line('road-1', 'road', { en: 'First road', zh: '第一路' }, 0.001),
    line('drain-1', 'drain', { en: 'First drain', zh: '第一管渠' }, -0.001),
  ],
  devices: [
    {
      id: 'rain-1',
      model: 'rain-gauge',
      dialect: 'citynerve-json',
      department: 'water',
      provider: 'my-provider',
      latitude: 22.54,
      longitude: 114.06,
      zoneId: null,
      attributes: {},
    },
  ],
};

function area(id: string, kind: Zone['kind'], parentId: string | null, name: Zone['name'], half: number): Zone {
  const [west, east, south, north] = [114.06 - half, 114.06 + half, 22.54 - half, 22.54 + half];
  const outline = [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ] as const;
  return { id, kind, name, parentId, outline };
}

function line(id: string, kind: Zone['kind'], name: Zone['name'], shift: number): Zone {
  return {
    id,
    kind,
    name,
    parentId: 'cell-1',
    outline: [
      [114.05, 22.54 + shift],
      [114.07, 22.54 + shift],
    ],
  };
}
