import { expect, test } from 'vitest';
import type { Device, DeviceModel } from '../model/device.ts';
import { createMappedRegistry, mappingOf } from './mapping.ts';
import { createRegistry } from './registry.ts';

const model = (id: string, ...channels: readonly string[]): DeviceModel => ({
  id,
  title: { en: id, zh: id },
  dialect: 'citynerve-json',
  channels: channels.map((channel) => ({
    channel,
    property: 'noise.laeq',
    unit: 'dB',
    range: [0, 200],
    expectedIntervalSeconds: 60,
    accuracy: 1,
  })),
});
const device = (changes: Partial<Device> = {}): Device => ({
  id: 'd1',
  model: 'meter',
  dialect: 'citynerve-json',
  department: 'parks',
  provider: 'acme',
  latitude: 1,
  longitude: 2,
  zoneId: null,
  attributes: {},
  ...changes,
});

test('earlier records are read with the later model and dialect, but keep their place and provider', () => {
  const now = createRegistry();
  now.apply({ type: 'model.put', model: model('meter', 'laeq', 'lmax') });
  now.apply({ type: 'device.put', device: device({ dialect: 'citynerve-proto', provider: 'other', latitude: 9 }) });

  const past = createMappedRegistry(mappingOf(now, 100));
  past.apply({ type: 'model.put', model: model('meter', 'laeq') }, 0);
  past.apply({ type: 'device.put', device: device() }, 1);
  expect(past.view.channel('d1', 'lmax')).toBeDefined();
  expect(past.view.devices.get('d1')).toEqual(device({ dialect: 'citynerve-proto' }));

  // From offset `asOf` on the journal's own configuration applies.
  past.apply({ type: 'model.put', model: model('meter', 'peak') }, 100);
  expect([past.view.channel('d1', 'lmax'), past.view.channel('d1', 'peak')?.channel]).toEqual([undefined, 'peak']);
});

test('a device that was removed before `asOf` is read with its own configuration', () => {
  const past = createMappedRegistry(mappingOf(createRegistry(), 100));
  past.apply({ type: 'model.put', model: model('meter', 'laeq') }, 0);
  past.apply({ type: 'device.put', device: device() }, 1);
  expect(past.view.channel('d1', 'laeq')).toBeDefined();
});
