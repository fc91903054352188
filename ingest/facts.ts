import type { Device } from '../model/device.ts';
import { PROPERTIES } from '../model/property.ts';
import type { RegistryView } from '../model/registry-view.ts';
import type { DeviceFacts, SeriesFacts } from './batch.ts';

/** Collects the current configuration of a device that later stages need. */
export function gatherFacts(registry: RegistryView, device: Device): DeviceFacts {
  const channels = registry.models.get(device.model)?.channels ?? [];
  const zoneId = registry.zoneOf(device.id);
  const zonePath = pathOf(registry, zoneId);
  const deviceIntervalSeconds = Math.min(...channels.map((channel) => channel.expectedIntervalSeconds));
  const series = new Map<string, SeriesFacts>();
  for (const channel of channels) {
    // A device id contains no line break (it must be valid in a topic), so the key is unambiguous.
    const key = `${device.id}\n${channel.channel}`;
    // A reading with scope `point` (water in one underpass) is not representative of the ancestor zones.
    const path = PROPERTIES[channel.property].scope === 'point' ? zonePath.slice(0, 1) : zonePath;
    series.set(channel.channel, { key, deviceId: device.id, channel, zoneId, zonePath: path, deviceIntervalSeconds });
  }
  return { deviceId: device.id, provider: device.provider, dialect: device.dialect, series };
}

function pathOf(registry: RegistryView, zoneId: string | null): readonly string[] {
  const path: string[] = [];
  // A cycle in the zones must not hang the fold.
  for (let id = zoneId; id !== null && !path.includes(id); id = registry.zones.get(id)?.parentId ?? null) path.push(id);
  return path;
}
