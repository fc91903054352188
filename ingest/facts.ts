import type { Device } from '../model/device.ts';
import { PROPERTIES } from '../model/property.ts';
import type { RegistryView } from '../model/registry-view.ts';
import type { DeviceFacts, SeriesFacts } from './batch.ts';

/** Gathers what later stages need to know about a device, as the registry has it now. */
export function gatherFacts(registry: RegistryView, device: Device): DeviceFacts {
  const channels = registry.models.get(device.model)?.channels ?? [];
  const zoneId = registry.zoneOf(device.id);
  const zonePath = pathOf(registry, zoneId);
  const deviceIntervalSeconds = Math.min(...channels.map((channel) => channel.expectedIntervalSeconds));
  const series = new Map<string, SeriesFacts>();
  for (const channel of channels) {
    // A line break stands in no device id (it would not fit a topic), so the key is unambiguous.
    const key = `${device.id}\n${channel.channel}`;
    // Water that stands in one underpass says nothing of the rest of its cell: no estimate of the zones around it.
    const path = PROPERTIES[channel.property].scope === 'point' ? zonePath.slice(0, 1) : zonePath;
    series.set(channel.channel, { key, deviceId: device.id, channel, zoneId, zonePath: path, deviceIntervalSeconds });
  }
  return { deviceId: device.id, provider: device.provider, dialect: device.dialect, series };
}

function pathOf(registry: RegistryView, zoneId: string | null): readonly string[] {
  const path: string[] = [];
  // A tree that bites its own tail must not hang the fold.
  for (let id = zoneId; id !== null && !path.includes(id); id = registry.zones.get(id)?.parentId ?? null) path.push(id);
  return path;
}
