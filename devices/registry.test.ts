import { describe, expect, it } from 'vitest';
import type { Device } from '../model/device.ts';
import type { Zone, ZoneKind } from '../model/zone.ts';
import { DEVICE_MODELS } from './device-models.ts';
import { createRegistry } from './registry.ts';

const zone = (id: string, kind: ZoneKind, parentId: string | null, size: number): Zone => ({
  id,
  kind,
  name: { en: id, zh: id },
  parentId,
  outline: [
    [0, 0],
    [size, 0],
    [size, size],
    [0, size],
    [0, 0],
  ],
});
const device = (changes: Partial<Device> = {}): Device => ({
  id: 'd1',
  model: 'rain-gauge',
  dialect: 'citynerve-json',
  department: 'water',
  provider: 'acme',
  latitude: 0.5,
  longitude: 0.5,
  zoneId: null,
  attributes: {},
  ...changes,
});
const tree = [
  zone('city', 'city', null, 10),
  zone('east', 'district', 'city', 8),
  zone('e1', 'cell', 'east', 4),
  zone('u1', 'underpass', 'e1', 1),
  zone('r1', 'road', 'e1', 1),
];

function sampleRegistry(...devices: Device[]) {
  const registry = createRegistry();
  registry.apply({ type: 'zones.put', zones: tree });
  for (const model of DEVICE_MODELS) registry.apply({ type: 'model.put', model });
  for (const each of devices) registry.apply({ type: 'device.put', device: each });
  return registry;
}

describe('the registry', () => {
  it.each([
    [0.5, 'u1'],
    [2, 'e1'],
    [6, 'east'],
    [9, 'city'],
    [11, null],
  ])('finds the innermost area of a device at %d degrees', (place, expected) => {
    const registry = sampleRegistry(device({ longitude: place, latitude: place }));
    expect(registry.view.zoneOf('d1')).toBe(expected);
  });

  it('uses the assigned zone of a device, and its coordinates when that zone does not exist', () => {
    expect(sampleRegistry(device({ zoneId: 'r1' })).view.zoneOf('d1')).toBe('r1');
    expect(sampleRegistry(device({ zoneId: 'nowhere' })).view.zoneOf('d1')).toBe('u1');
  });

  it('assigns a point on the border of two zones to exactly one of them', () => {
    const registry = createRegistry();
    const west = zone('west', 'cell', null, 1);
    const east: Zone = { ...zone('east', 'cell', null, 1), outline: west.outline.map(([x, y]) => [x + 1, y] as const) };
    registry.apply({ type: 'zones.put', zones: [west, east] });
    registry.apply({ type: 'device.put', device: device({ longitude: 1, latitude: 0.5 }) });
    expect(registry.view.zoneOf('d1')).toBe('east');
  });

  it('updates the zone of a device when its coordinates or the zones change', () => {
    const registry = sampleRegistry(device());
    expect(registry.view.zoneOf('d1')).toBe('u1');
    registry.apply({ type: 'device.put', device: device({ longitude: 6, latitude: 6 }) });
    expect(registry.view.zoneOf('d1')).toBe('east');
    registry.apply({ type: 'zones.put', zones: [zone('city', 'city', null, 10)] });
    expect(registry.view.zoneOf('d1')).toBe('city');
    registry.apply({ type: 'device.remove', deviceId: 'd1' });
    expect(registry.view.zoneOf('d1')).toBeNull();
  });

  it('finds a channel by the model of the device', () => {
    const { view } = sampleRegistry(device());
    expect(view.channel('d1', 'rain')?.property).toBe('rain.depth');
    expect(view.channel('d1', 'level')).toBeUndefined();
    expect(view.channel('d2', 'rain')).toBeUndefined();
  });

  it('is restored from its snapshot', () => {
    const registry = sampleRegistry(device());
    registry.apply({
      type: 'city.put',
      city: { name: { en: 'A', zh: '甲' }, timeZone: 'Asia/Shanghai', clock: 'wall', simulated: true },
    });
    const restored = createRegistry();
    restored.restore(JSON.parse(JSON.stringify(registry.snapshot())));
    expect(restored.snapshot()).toEqual(registry.snapshot());
    expect(restored.view.zoneOf('d1')).toBe('u1');
    expect(restored.view.channel('d1', 'rain')).toEqual(registry.view.channel('d1', 'rain'));
  });
});
