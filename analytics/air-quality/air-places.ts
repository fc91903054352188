import { AIR_PROPERTIES, type MeasuredAirPlace } from '../../model/air-quality.ts';
import type { Property } from '../../model/property.ts';
import type { RegistryView } from '../../model/registry-view.ts';
import { zoneChain } from '../windows/zone-chain.ts';

/** Devices that measure a pollutant, by place: each device alone, and all devices in a zone and in what it contains. */
export interface AirPlaces {
  readonly places: readonly MeasuredAirPlace[];
  /** Devices at a place, by `kind id`, that measure a pollutant. */
  readonly devicesAt: (placeKey: string, property: Property) => ReadonlySet<string>;
}

/** Where the registry says that air is measured; zones in the order of the city's tree, then devices. */
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
