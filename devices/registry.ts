import type { CityFacts, ConfigChange } from '../model/config-change.ts';
import type { ChannelModel, Device, DeviceModel } from '../model/device.ts';
import type { Fold } from '../model/fold.ts';
import type { RegistryView } from '../model/registry-view.ts';
import { editionKey, type StandardsPack } from '../model/standards-pack.ts';
import type { Zone } from '../model/zone.ts';
import { indexZones, type ZoneIndex } from './zone-index.ts';

/** The configuration of the city, folded from the config records of the journal. */
export interface Registry extends Fold {
  /** A live view: always the same object, updated by `apply` and `restore`. */
  readonly view: RegistryView;
  /** Applies a change. `offset`: its journal offset, needed by `createMappedRegistry` only. */
  apply(change: ConfigChange, offset?: number): void;
}

interface RegistrySnapshot {
  readonly city: CityFacts | null;
  readonly zones: readonly Zone[];
  readonly models: readonly DeviceModel[];
  readonly devices: readonly Device[];
  readonly packs: readonly StandardsPack[];
}

/** An empty registry: no city, no zone, no device. */
export function createRegistry(): Registry {
  let city: CityFacts | null = null;
  const zones = new Map<string, Zone>();
  const models = new Map<string, DeviceModel>();
  const devices = new Map<string, Device>();
  const packs = new Map<string, StandardsPack>();
  const channelsOfModel = new Map<string, ReadonlyMap<string, ChannelModel>>();
  const foundZones = new Map<string, string | null>();
  let zoneIndex: ZoneIndex = indexZones([]);

  function zoneOf(deviceId: string): string | null {
    const found = foundZones.get(deviceId);
    if (found !== undefined) return found;
    const device = devices.get(deviceId);
    if (device === undefined) return null;
    // An assigned zone that does not exist (any more) is ignored in favour of the coordinates.
    const isFixed = device.zoneId !== null && zones.has(device.zoneId);
    const zoneId = isFixed ? device.zoneId : zoneIndex.innermost(device.longitude, device.latitude);
    foundZones.set(deviceId, zoneId);
    return zoneId;
  }

  function putZones(list: readonly Zone[]): void {
    zones.clear();
    for (const zone of list) zones.set(zone.id, zone);
    zoneIndex = indexZones(list);
    foundZones.clear();
  }

  function putModel(model: DeviceModel): void {
    models.set(model.id, model);
    channelsOfModel.set(model.id, new Map(model.channels.map((channel) => [channel.channel, channel])));
  }

  function apply(change: ConfigChange): void {
    switch (change.type) {
      case 'city.put':
        city = change.city;
        return;
      case 'zones.put':
        putZones(change.zones);
        return;
      case 'model.put':
        putModel(change.model);
        return;
      case 'device.put':
        devices.set(change.device.id, change.device);
        foundZones.delete(change.device.id);
        return;
      case 'device.remove':
        devices.delete(change.deviceId);
        foundZones.delete(change.deviceId);
        return;
      case 'standard.put':
        packs.set(editionKey(change.pack), change.pack);
        return;
    }
  }

  return {
    view: {
      get city() {
        return city;
      },
      zones,
      models,
      devices,
      packs,
      channel: (deviceId, channel) => channelsOfModel.get(devices.get(deviceId)?.model ?? '')?.get(channel),
      zoneOf,
    },
    apply,
    snapshot: (): RegistrySnapshot => ({
      city,
      zones: [...zones.values()],
      models: [...models.values()],
      devices: [...devices.values()],
      packs: [...packs.values()],
    }),
    restore(snapshot) {
      const state = snapshot as RegistrySnapshot;
      for (const map of [models, devices, packs, channelsOfModel]) map.clear();
      city = state.city;
      putZones(state.zones);
      for (const model of state.models) putModel(model);
      for (const device of state.devices) devices.set(device.id, device);
      for (const pack of state.packs) packs.set(editionKey(pack), pack);
    },
  };
}
