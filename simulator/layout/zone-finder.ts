import type { Device } from '../../model/device.ts';
import type { Zone } from '../../model/zone.ts';
import { boundsOf } from './bounds.ts';

/** Finds the underpass or cell of a device: the zone that it names, else by its coordinates. */
export function zoneFinder(zones: readonly Zone[]): (device: Device) => string | null {
  const areas = zones
    .filter((zone) => zone.kind === 'underpass' || zone.kind === 'cell')
    // Innermost first.
    .sort((one, other) => Number(other.kind === 'underpass') - Number(one.kind === 'underpass'))
    .map((zone) => ({ id: zone.id, ...boundsOf(zone) }));
  return ({ zoneId, longitude, latitude }) => {
    if (zoneId !== null) return zoneId;
    const area = areas.find(
      ({ west, south, east, north }) =>
        longitude >= west && longitude <= east && latitude >= south && latitude <= north,
    );
    return area?.id ?? null;
  };
}
