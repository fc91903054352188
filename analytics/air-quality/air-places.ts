import { AIR_PROPERTIES, type MeasuredAirPlace } from '../../model/air-quality.ts';
import type { ChannelModel } from '../../model/device.ts';
import type { Property } from '../../model/property.ts';
import type { RegistryView } from '../../model/registry-view.ts';
import { zoneChain } from '../windows/zone-chain.ts';

/** How a device measures one pollutant. */
export type AirInstrument = Pick<ChannelModel, 'expectedIntervalSeconds' | 'accuracy'>;

/**
 * The places for which an index can be computed: each device that measures a pollutant, and each zone that has some.
 */
export interface AirPlaces {
  readonly places: readonly MeasuredAirPlace[];
  /**
   * The devices at a place that measure a property, by id; `placeKey` is the kind and the id, e.g. `zone c1`. Of a
   * device with several channels of it, the first.
   */
  readonly devicesAt: (placeKey: string, property: Property) => ReadonlyMap<string, AirInstrument>;
}

/** Finds these places in the registry; zones first, in their configured order, then devices. */
export function airPlaces({ devices, models, zones, zoneOf }: RegistryView): AirPlaces {
  const found = new Map<string, Map<Property, Map<string, AirInstrument>>>();
  const note = (key: string, { property, ...instrument }: ChannelModel, deviceId: string): void => {
    const properties = found.get(key) ?? new Map<Property, Map<string, AirInstrument>>();
    found.set(key, properties);
    const instruments = properties.get(property) ?? new Map<string, AirInstrument>();
    properties.set(property, instruments);
    if (!instruments.has(deviceId)) instruments.set(deviceId, instrument);
  };
  for (const device of devices.values()) {
    for (const channel of models.get(device.model)?.channels ?? []) {
      if (!AIR_PROPERTIES.some((each) => each === channel.property)) continue;
      note(`device ${device.id}`, channel, device.id);
      for (const zone of zoneChain(zones, zoneOf(device.id))) note(`zone ${zone.id}`, channel, device.id);
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
    devicesAt: (placeKey, property) => found.get(placeKey)?.get(property) ?? new Map(),
  };
}
