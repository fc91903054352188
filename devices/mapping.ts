import type { ConfigChange } from '../model/config-change.ts';
import type { Device, DeviceModel } from '../model/device.ts';
import { createRegistry, type Registry } from './registry.ts';

/** How what devices send becomes readings, as it stood at one offset of the journal: models, and each device's model and dialect. */
export interface Mapping {
  readonly asOf: number;
  readonly models: ReadonlyMap<string, DeviceModel>;
  readonly devices: ReadonlyMap<string, Pick<Device, 'model' | 'dialect'>>;
}

/** What a registry that was folded up to `asOf` says about mapping. */
export const mappingOf = ({ view }: Registry, asOf: number): Mapping => ({
  asOf,
  models: new Map(view.models),
  devices: new Map([...view.devices].map(([id, { model, dialect }]) => [id, { model, dialect }])),
});

/**
 * A registry that reads the past with a later mapping: a channel that was mapped today has its values of last month too.
 * Only the mapping is taken from later; where a device stood and whose it was remains as it was at the time.
 */
export function createMappedRegistry(mapping: Mapping | null): Registry {
  const registry = createRegistry();
  if (mapping === null) return registry;
  for (const model of mapping.models.values()) registry.apply({ type: 'model.put', model });

  const asMapped = (change: ConfigChange): ConfigChange | null => {
    if (change.type === 'model.put') return mapping.models.has(change.model.id) ? null : change;
    if (change.type !== 'device.put') return change;
    return { type: 'device.put', device: { ...change.device, ...mapping.devices.get(change.device.id) } };
  };

  return {
    get view() {
      return registry.view;
    },
    apply(change, offset) {
      const applied = offset !== undefined && offset < mapping.asOf ? asMapped(change) : change;
      if (applied !== null) registry.apply(applied);
    },
    snapshot: () => registry.snapshot(),
    restore: (snapshot) => registry.restore(snapshot),
  };
}
