import { isDeepStrictEqual } from 'node:util';
import type { CityFacts, ConfigChange } from '../model/config-change.ts';
import { ConfigError } from '../model/config-error.ts';
import type { Device, DeviceModel } from '../model/device.ts';
import type { RegistryView } from '../model/registry-view.ts';
import { editionKey, type StandardsPack } from '../model/standards-pack.ts';
import type { Zone } from '../model/zone.ts';

/** The configuration of a city as its files describe it. */
export interface DescribedCity {
  readonly city: CityFacts;
  readonly zones: readonly Zone[];
  readonly models: readonly DeviceModel[];
  readonly devices: readonly Device[];
  readonly packs: readonly StandardsPack[];
}

/**
 * The differences between the registry that was folded from the journal and the city's files, as config records to
 * append; empty when nothing has changed. Throws a `ConfigError` when the clock differs: it cannot be changed once the
 * city has data.
 */
export function configChanges(known: RegistryView, described: DescribedCity): readonly ConfigChange[] {
  if (known.city && known.city.clock !== described.city.clock) {
    throw new ConfigError(
      'city.yaml',
      `clock is "${described.city.clock}", but this city was created with "${known.city.clock}"; set it back, or use a new data folder`,
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
