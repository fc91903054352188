import { describe, expect, test } from 'vitest';
import type { DeviceModel } from '../model/device.ts';
import type { RegistryView } from '../model/registry-view.ts';
import { editionKey, type StandardsPack } from '../model/standards-pack.ts';
import { configChanges, type DescribedCity } from './config-changes.ts';
import { EMPTY_CITY } from './empty-city.ts';

const model: DeviceModel = {
  id: 'rain-gauge',
  title: { en: 'Rain', zh: '雨' },
  dialect: 'citynerve-json',
  channels: [],
};
const pack: StandardsPack = {
  id: 'rain',
  version: '1',
  effectiveFrom: null,
  effectiveUntil: null,
  source: 'a test',
  status: 'project-default',
  table: {},
  vectors: [],
};
const described: DescribedCity = {
  city: { name: { en: 'Riverton', zh: '河城' }, timeZone: 'Asia/Shanghai', clock: 'wall', simulated: false },
  ...EMPTY_CITY,
  models: [model],
  packs: [pack],
};
const [device] = described.devices as [(typeof described.devices)[number]];

/** The registry of a journal that was written from such files, after a round trip through JSON. */
function known(city: DescribedCity | null): RegistryView {
  const copy: DescribedCity | null = city && JSON.parse(JSON.stringify(city));
  const byId = <T extends { readonly id: string }>(things: readonly T[] = []) =>
    new Map(things.map((it) => [it.id, it]));
  return {
    city: copy?.city ?? null,
    zones: byId(copy?.zones),
    models: byId(copy?.models),
    devices: byId(copy?.devices),
    packs: new Map(copy?.packs.map((each) => [editionKey(each), each])),
    channel: () => undefined,
    zoneOf: () => null,
  };
}

describe('what must be journalled', () => {
  test('nothing when nothing changed', () => {
    expect(configChanges(known(described), described)).toEqual([]);
  });

  test('everything for an empty journal, each thing after those that it refers to', () => {
    const types = configChanges(known(null), described).map(({ type }) => type);
    expect(types).toEqual(['city.put', 'zones.put', 'model.put', 'standard.put', 'device.put']);
  });

  test('a device that the file no longer has is removed', () => {
    expect(configChanges(known(described), { ...described, devices: [] })).toEqual([
      { type: 'device.remove', deviceId: 'rain-1' },
    ]);
  });

  test('a renamed device is removed before it is put', () => {
    const renamed = { ...device, id: 'rain-one' };
    expect(configChanges(known(described), { ...described, devices: [renamed] })).toEqual([
      { type: 'device.remove', deviceId: 'rain-1' },
      { type: 'device.put', device: renamed },
    ]);
  });

  test('only what differs is put again', () => {
    const moved = { ...device, latitude: 22.6 };
    const newer = { ...pack, version: '2' };
    expect(configChanges(known(described), { ...described, devices: [moved], packs: [newer] })).toEqual([
      { type: 'standard.put', pack: newer },
      { type: 'device.put', device: moved },
    ]);
    // An older edition stays in the registry: readings of its time are still evaluated by it.
    expect(configChanges(known({ ...described, packs: [pack, newer] }), { ...described, packs: [newer] })).toEqual([]);
    const city = { ...described.city, name: { en: 'Rivertown', zh: '河城' } };
    expect(configChanges(known(described), { ...described, city })).toEqual([{ type: 'city.put', city }]);
  });

  test('one zone that changed puts all zones', () => {
    const zones = described.zones.slice(0, -1);
    expect(configChanges(known(described), { ...described, zones })).toEqual([{ type: 'zones.put', zones }]);
  });

  test('the clock of a city with data is never changed', () => {
    const driven: DescribedCity = { ...described, city: { ...described.city, clock: 'driven' } };
    expect(() => configChanges(known(described), driven)).toThrow(
      'city.yaml: clock is "driven", but this city was created with "wall"; set it back, or use a new data folder',
    );
    expect(configChanges(known(null), driven)).toContainEqual({ type: 'city.put', city: driven.city });
  });
});
