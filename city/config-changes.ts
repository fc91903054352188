import { isDeepStrictEqual } from 'node:util';
import type { CityFacts, ConfigChange } from '../model/config-change.ts';
import { ConfigError } from '../model/config-error.ts';
import type { Device, DeviceModel } from '../model/device.ts';
import type { RegistryView } from '../model/registry-view.ts';
import { editionKey, type StandardsPack } from '../model/standards-pack.ts';
import type { Zone } from '../model/zone.ts';

/** A city as its files describe it now. */
export interface DescribedCity {
  readonly city: CityFacts;
  readonly zones: readonly Zone[];
  readonly models: readonly DeviceModel[];
  readonly devices: readonly Device[];
  readonly packs: readonly StandardsPack[];
}

/** What must be journalled so that the journal says what the files say; nothing when nothing changed. The clock of a city with data never changes. */
export function configChanges(known: RegistryView, described: DescribedCity): readonly ConfigChange[] {
  if (known.city && known.city.clock !== described.city.clock) {
    throw new ConfigError(
      'city.yaml',
      `clock is "${described.city.clock}", but this city's journal was begun with "${known.city.clock}"; set it back, or begin a new data folder`,
    );
  }
  const changes: ConfigChange[] = [];
  if (!isDeepStrictEqual(known.city, described.city)) changes.push({ type: 'city.put', city: described.city });
  if (!isDeepStrictEqual([...known.zones.values()], described.zones))
    changes.push({ type: 'zones.put', zones: described.zones });
  for (const model of described.models) {
    if (!isDeepStrictEqual(known.models.get(model.id), model)) changes.push({ type: 'model.put', model });
  }
  for (const pack of described.packs) {
    if (!isDeepStrictEqual(known.packs.get(editionKey(pack)), pack)) changes.push({ type: 'standard.put', pack });
  }
  const present = new Set(described.devices.map((device) => device.id));
  for (const id of known.devices.keys()) if (!present.has(id)) changes.push({ type: 'device.remove', deviceId: id });
  for (const device of described.devices) {
    if (!isDeepStrictEqual(known.devices.get(device.id), device)) changes.push({ type: 'device.put', device });
  }
  return changes;
}
