import type { Device } from '../../model/device.ts';
import type { Zone } from '../../model/zone.ts';
import { createRandom, type Random } from '../random.ts';
import { boundsOf } from './bounds.ts';
import { DEVICE_KINDS, type DeviceKind } from './device-kinds.ts';
import type { DustSite } from './dust-sites.ts';

/** How many depth gauges an underpass has; `field`: one or two, as cities have them. */
export type DepthGauges = 1 | 2 | 3 | 'field';

/** Devices of every underpass besides its depth gauges; the rain gauges are in the open beside it. */
const UNDERPASS_MODELS = ['drain-level', 'pump-monitor', 'traffic-counter'] as const;

/** The order in which the rest of the city is equipped. */
const CELL_MODELS = [
  'traffic-counter',
  'air-quality-station',
  'weather-station',
  'noise-meter',
  'transformer-monitor',
  'rain-gauge',
  'parking',
  'gas-detector',
  'drain-level',
  'road-flood-depth',
] as const;

/**
 * Installs `count` devices: underpasses first, each completely, then the monitors of building sites, then cell by cell
 * and kind by kind. More devices, or more depth gauges, change none of the others.
 */
export function installFleet(
  seed: number,
  { zones, dustSites }: { readonly zones: readonly Zone[]; readonly dustSites: readonly DustSite[] },
  count: number,
  depthGauges: DepthGauges,
): readonly Device[] {
  const underpasses = zones.filter((zone) => zone.kind === 'underpass');
  const cells = zones.filter((zone) => zone.kind === 'cell');
  const sequence = new Map<string, number>();
  const install = (model: keyof typeof DEVICE_KINDS, zone: Zone): Device => {
    const kind = DEVICE_KINDS[model];
    const place = `${kind.prefix}-${zone.id}`;
    const number = (sequence.get(place) ?? 0) + 1;
    sequence.set(place, number);
    return createDevice(seed, model, kind, zone, `${place}-${number}`);
  };
  const devices: Device[] = [];
  for (const underpass of underpasses) {
    const random = createRandom(seed, 'underpass-fleet', underpass.id);
    const gauges = depthGauges === 'field' ? random.integer(1, 2) : depthGauges;
    for (let gauge = 0; gauge < gauges; gauge += 1) devices.push(install('road-flood-depth', underpass));
    for (const model of UNDERPASS_MODELS) devices.push(install(model, underpass));
    const cell = cells.find((candidate) => candidate.id === underpass.parentId);
    if (!cell) continue;
    devices.push(install('rain-gauge', cell));
    if (random.chance(0.5)) devices.push(install('rain-gauge-5min', cell));
  }
  for (const site of dustSites) {
    const cell = cells.find(({ id }) => id === site.cellId);
    if (cell) devices.push(atSite(install('dust-monitor', cell), site));
  }
  for (let extra = 0; devices.length < count; extra += 1) {
    const model = CELL_MODELS[extra % CELL_MODELS.length];
    // 7 has no factor in common with 16 cells; the second term moves each round of kinds to other cells.
    const cell = cells[(extra * 7 + Math.floor(extra / CELL_MODELS.length)) % cells.length];
    if (model && cell) devices.push(install(model, cell));
  }
  return devices.slice(0, count);
}

/** The monitor of a building site stands at its edge, and knows the hours for which it has a permit. */
function atSite(device: Device, { monitor, permitFromHour, permitUntilHour }: DustSite): Device {
  return { ...device, ...monitor, attributes: { permitFromHour, permitUntilHour } };
}

function createDevice(
  seed: number,
  model: keyof typeof DEVICE_KINDS,
  kind: DeviceKind,
  zone: Zone,
  id: string,
): Device {
  const random = createRandom(seed, 'device', id);
  const { west, south, east, north } = boundsOf(zone);
  const inside = (low: number, high: number) => Number(random.between(low, high).toFixed(6));
  const margin = 0.1;
  return {
    id,
    model,
    dialect: 'citynerve-json',
    department: kind.department,
    provider: random.pick(kind.providers),
    longitude: inside(west + margin * (east - west), east - margin * (east - west)),
    latitude: inside(south + margin * (north - south), north - margin * (north - south)),
    // Zone given explicitly where coordinates do not tell it: a gauge under a road deck.
    zoneId: zone.kind === 'underpass' ? zone.id : null,
    attributes: attributesOf(model, random),
  };
}

function attributesOf(model: keyof typeof DEVICE_KINDS, random: Random): Readonly<Record<string, number>> {
  if (model === 'drain-level') return { rimLevelMetres: Number(random.between(2.4, 3.6).toFixed(2)) };
  if (model === 'parking') return { capacity: random.integer(12, 80) * 10 };
  return {};
}
