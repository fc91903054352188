import type { Device } from '../model/device.ts';
import type { RegistryView } from '../model/registry-view.ts';
import { editionKey, type StandardsPack } from '../model/standards-pack.ts';
import type { Zone, ZoneKind } from '../model/zone.ts';
import { STANDARDS } from './standards/index.ts';

const zone = (id: string, kind: ZoneKind, parentId: string | null): Zone => ({
  id,
  kind,
  parentId,
  name: { en: id, zh: id },
  outline: [],
});

const device = (id: string): Device => ({
  id,
  model: 'test',
  dialect: 'test',
  department: 'test',
  provider: 'test',
  latitude: 0,
  longitude: 0,
  zoneId: null,
  attributes: {},
});

/** The first edition of a standard that comes with Citynerve. */
export function standard(id: string): StandardsPack {
  const found = STANDARDS.find((pack) => pack.id === id);
  if (found === undefined) throw new Error(`no standard ${id}`);
  return found;
}

/** The test city: one district, two cells, an underpass and a road in the first; with these packs and devices. */
export function testRegistry(
  packs: readonly StandardsPack[] = STANDARDS,
  deviceIds: readonly string[] = [],
): RegistryView {
  const zones = [
    zone('city', 'city', null),
    zone('district', 'district', 'city'),
    zone('cell', 'cell', 'district'),
    zone('dry-cell', 'cell', 'district'),
    zone('underpass', 'underpass', 'cell'),
    zone('road', 'road', 'cell'),
  ];
  return {
    city: { name: { en: 'Test', zh: '测试' }, timeZone: 'Asia/Shanghai', clock: 'driven', simulated: true },
    zones: new Map(zones.map((each) => [each.id, each])),
    models: new Map(),
    devices: new Map(deviceIds.map((id) => [id, device(id)])),
    packs: new Map(packs.map((each) => [editionKey(each), each])),
    channel: () => undefined,
    zoneOf: () => null,
  };
}

/** The engine in the evidence of tests. */
export const TEST_ENGINE = { version: 'test', node: '24' };
