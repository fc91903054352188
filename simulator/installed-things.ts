import type { Device } from '../model/device.ts';
import type { InstalledThings } from './labels/places.ts';
import { positionOf } from './layout/grid-position.ts';

/** Models of devices at which particles are measured. */
const BREATHING: ReadonlySet<string> = new Set(['air-quality-station', 'dust-monitor']);

/** The transformers and measuring points of a city, as its devices show them. */
export function installedThings(
  devices: readonly Device[],
  zoneOf: (device: Device) => string | null,
): InstalledThings {
  const placed = devices.flatMap((device) => {
    const zoneId = zoneOf(device);
    return zoneId === null ? [] : [{ device, zoneId }];
  });
  const modelsAt = new Map<string, Set<string>>();
  for (const { device, zoneId } of placed) {
    modelsAt.set(zoneId, (modelsAt.get(zoneId) ?? new Set()).add(device.model));
  }
  return {
    transformers: placed
      .filter(({ device }) => device.model === 'transformer-monitor')
      .map(({ device, zoneId }) => ({ id: device.id, zoneId })),
    receptors: placed
      .filter(({ device }) => BREATHING.has(device.model))
      .map(({ device, zoneId }) => ({ id: device.id, zoneId, ...positionOf(device) })),
    modelsAt,
  };
}
