import { expect, test } from 'vitest';
import type { Property } from '../../model/property.ts';
import type { ListedDevice } from '../live/api-types.ts';
import { lineStyle } from './line-style.ts';
import { propertiesByZone, zoneChannels } from './zone-channels.ts';

const device = (id: string, zoneId: string | null, ...properties: readonly Property[]): ListedDevice => ({
  id,
  model: 'air-quality-station',
  dialect: 'citynerve-json',
  department: 'environment',
  provider: 'alpha',
  latitude: 0,
  longitude: 0,
  zoneId,
  attributes: {},
  silentAfterSeconds: 180,
  lastReceivedAt: null,
  channels: properties.map((property, index) => ({ channel: `${property}-${index}`, property, unit: '1' })),
  unmapped: [],
  refusals: [],
});
const DEVICES = [
  device('b', 'cell-1', 'air.o3', 'air.pm10'),
  device('a', 'cell-1', 'air.pm10', 'air.pm10'),
  device('c', 'cell-2', 'air.pm10'),
  device('d', null, 'air.pm10'),
];

test('all channels of a zone that measure a property are found, also two of one device', () => {
  const found = zoneChannels(DEVICES, 'cell-1', 'air.pm10').map(({ device: { id }, channel }) => `${id} ${channel}`);
  expect(found).toEqual(['a air.pm10-0', 'a air.pm10-1', 'b air.pm10-1']);
});

test('a zone offers first what most of its channels measure', () => {
  expect([...propertiesByZone(DEVICES)]).toEqual([
    ['cell-1', ['air.pm10', 'air.o3']],
    ['cell-2', ['air.pm10']],
  ]);
});

test('sixteen lines differ, and neighbours differ both in colour and in dashes', () => {
  const styles = Array.from({ length: 16 }, (_, index) => lineStyle(index));
  expect(new Set(styles.map((style) => JSON.stringify(style))).size).toBe(16);
  for (const [index, { token, dash }] of styles.slice(1).entries()) {
    expect(styles[index]?.token).not.toBe(token);
    if (index % 4 !== 3) expect(styles[index]?.dash).not.toEqual(dash);
  }
});
