import { describe, expect, test } from 'vitest';
import { demoCity } from './demo-city.ts';
import { boundsOf } from './layout/bounds.ts';
import { zoneFinder } from './layout/zone-finder.ts';

const city = demoCity({ seed: 7, devices: 120 });
const find = zoneFinder(city.zones);

describe('the demo city', () => {
  test('the same seed gives the same city, another seed another', () => {
    expect(demoCity({ seed: 7, devices: 120 })).toEqual(city);
    expect(demoCity({ seed: 8, devices: 120 })).not.toEqual(city);
  });

  test('is a tree of one city, 4 districts, 16 cells and several underpasses, roads and drains', () => {
    const count = (kind: string) => city.zones.filter((zone) => zone.kind === kind).length;
    expect(['city', 'district', 'cell', 'underpass', 'road', 'drain'].map(count)).toEqual([1, 4, 16, 8, 16, 16]);
    const ids = new Set(city.zones.map((zone) => zone.id));
    expect(ids.size).toBe(city.zones.length);
    const orphans = city.zones.filter((zone) => zone.kind !== 'city' && !ids.has(zone.parentId ?? ''));
    expect(orphans).toEqual([]);
  });

  test('every area is a closed ring within its parent', () => {
    for (const zone of city.zones) {
      if (zone.kind !== 'road' && zone.kind !== 'drain') expect(zone.outline.at(-1)).toEqual(zone.outline[0]);
      const parent = city.zones.find((each) => each.id === zone.parentId);
      if (!parent) continue;
      const [inner, outer] = [boundsOf(zone), boundsOf(parent)];
      expect(inner.west).toBeGreaterThanOrEqual(outer.west - 1e-6);
      expect(inner.east).toBeLessThanOrEqual(outer.east + 1e-6);
      expect(inner.south).toBeGreaterThanOrEqual(outer.south - 1e-6);
      expect(inner.north).toBeLessThanOrEqual(outer.north + 1e-6);
    }
  });

  test.each([
    [undefined, [1, 2]],
    [1, [1]],
    [2, [2]],
    [3, [3]],
  ] as const)(
    'with %s depth gauges asked for, every underpass has %j, and a rain gauge beside it',
    (asked, numbers) => {
      const { zones, devices } = demoCity({ seed: 7, devices: 120, ...(asked && { depthGauges: asked }) });
      const gauges = new Set<number>();
      for (const underpass of zones.filter((zone) => zone.kind === 'underpass')) {
        const models = devices.filter((device) => find(device) === underpass.id).map((device) => device.model);
        gauges.add(models.filter((model) => model === 'road-flood-depth').length);
        expect(models).toContain('drain-level');
        expect(models).toContain('pump-monitor');
        expect(models).toContain('traffic-counter');
        const beside = devices.filter((device) => find(device) === underpass.parentId);
        expect(beside.map((device) => device.model)).toContain('rain-gauge');
      }
      expect([...gauges].sort()).toEqual(numbers);
    },
  );

  test('each building site has a monitor downwind of the prevailing wind, which knows its permit', () => {
    expect(city.dustSites).toHaveLength(8);
    for (const site of city.dustSites) {
      const monitor = city.devices.find(({ id }) => id === site.id);
      expect(monitor).toMatchObject({ model: 'dust-monitor', ...site.monitor });
      expect(monitor && find(monitor)).toBe(site.cellId);
      expect(monitor?.latitude).toBeGreaterThan(site.latitude);
      expect(monitor?.attributes).toEqual({
        permitFromHour: site.permitFromHour,
        permitUntilHour: site.permitUntilHour,
      });
    }
  });

  test('some rain gauges speak every minute, some every five', () => {
    const models = new Set(city.devices.map(({ model }) => model));
    expect([models.has('rain-gauge'), models.has('rain-gauge-5min')]).toEqual([true, true]);
  });

  test.each([0, 1, 10, 120, 2000])(
    'has %i devices when so many are asked for, each with an id of its own',
    (devices) => {
      const fleet = demoCity({ seed: 3, devices }).devices;
      expect(fleet).toHaveLength(devices);
      expect(new Set(fleet.map((device) => device.id)).size).toBe(devices);
    },
  );

  test('every device stands where its zone is, and a larger city keeps the devices of the smaller', () => {
    expect(city.devices.filter((device) => find(device) === null)).toEqual([]);
    for (const device of city.devices.filter((each) => each.zoneId !== null)) {
      expect(find({ ...device, zoneId: null })).toBe(device.zoneId);
    }
    expect(demoCity({ seed: 7, devices: 300 }).devices.slice(0, 120)).toEqual(city.devices);
  });
});
