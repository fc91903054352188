import { AIR_PROPERTIES, type MeasuredAirPlace } from '../../model/air-quality.ts';
import type { Property } from '../../model/property.ts';
import type { RegistryView } from '../../model/registry-view.ts';
import { zoneChain } from '../windows/zone-chain.ts';

/**
 * The places for which an index can be computed: each device that measures a pollutant, and each zone that has some.
 */
export interface AirPlaces {
  readonly places: readonly MeasuredAirPlace[];
  /** Ids of the devices at a place that measure a property; `placeKey` is the kind and the id, e.g. `zone c1`. */
  readonly devicesAt: (placeKey: string, property: Property) => ReadonlySet<string>;
}

/** Finds these places in the registry; zones first, in their configured order, then devices. */
export function airPlaces({ devices, models, zones, zoneOf }: RegistryView): AirPlaces {
  const found = new Map<string, Map<Property, Set<string>>>();
  const note = (key: string, property: Property, deviceId: string): void => {
    const properties = found.get(key) ?? new Map<Property, Set<string>>();
    found.set(key, properties);
    const ids = properties.get(property) ?? new Set<string>();
    properties.set(property, ids.add(deviceId));
  };
  for (const device of devices.values()) {
    for (const { property } of models.get(device.model)?.channels ?? []) {
      if (!AIR_PROPERTIES.some((each) => each === property)) continue;
      note(`device ${device.id}`, property, device.id);
      for (const zone of zoneChain(zones, zoneOf(device.id))) note(`zone ${zone.id}`, property, device.id);
    }
  }
  const placeOf = (kind: 'device' | 'zone', id: string): readonly MeasuredAirPlace[] => {
    const properties = found.get(`${kind} ${id}`);
    return properties ? [{ kind, id, properties: AIR_PROPERTIES.filter((each) => properties.has(each)) }] : [];
  };
  return {
    places: [
      ...[...zones.keys()].flatMap((id) => placeOf('zone', id)),
      ...[...devices.keys()].flatMap((id) => placeOf('device', id)),
    ],
    devicesAt: (placeKey, property) => found.get(placeKey)?.get(property) ?? new Set(),
  };
}
