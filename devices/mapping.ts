import type { ConfigChange } from '../model/config-change.ts';
import type { Device, DeviceModel } from '../model/device.ts';
import { createRegistry, type Registry } from './registry.ts';

/**
 * The mapping of messages to readings at one journal offset: device models, and the model and dialect of each device.
 */
export interface Mapping {
  /** Journal offset. */
  readonly asOf: number;
  readonly models: ReadonlyMap<string, DeviceModel>;
  readonly devices: ReadonlyMap<string, Pick<Device, 'model' | 'dialect'>>;
}

/** The mapping of a registry that was folded up to the offset `asOf`. */
export const mappingOf = ({ view }: Registry, asOf: number): Mapping => ({
  asOf,
  models: new Map(view.models),
  devices: new Map([...view.devices].map(([id, { model, dialect }]) => [id, { model, dialect }])),
});

/**
 * A registry that applies a later mapping to earlier records, so that a channel which is mapped today gets readings for
 * last month too. Only models and dialects are taken from the mapping; place, owner and provider of a device remain as
 * they were at the time. Null: an ordinary registry.
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
