import type { Device } from '../model/device.ts';
import { PROPERTIES } from '../model/property.ts';
import type { RegistryView } from '../model/registry-view.ts';
import { silentAfterSeconds } from '../model/silent-after.ts';
import type { ApiDeps } from './deps.ts';

/** Devices as the API shows them: with their zone, channels, what is unmapped and when they were last heard. */
export async function deviceViews(devices: readonly Device[], deps: ApiDeps) {
  const registry = deps.registry();
  const lastReceivedAt = await lastReceivedAtOf(devices, deps);
  const unmapped = Map.groupBy(
    deps.documents.unmapped(devices.length === 1 ? devices[0]?.id : undefined),
    ({ deviceId }) => deviceId,
  );
  return devices.map((device) => ({
    ...device,
    zoneId: registry.zoneOf(device.id),
    silentAfterSeconds: silentAfterSeconds(registry.models.get(device.model)?.channels ?? []),
    lastReceivedAt: lastReceivedAt.get(device.id) ?? null,
    channels: channelsOf(device, registry),
    unmapped: (unmapped.get(device.id) ?? []).map(({ channel, count, lastValue }) => ({ channel, count, lastValue })),
  }));
}

function channelsOf(device: Device, registry: RegistryView) {
  const channels = registry.models.get(device.model)?.channels ?? [];
  // The unit of the stored readings, not the one that the model assumes of a message.
  return channels.map(({ channel, property }) => ({ channel, property, unit: PROPERTIES[property].unit }));
}

/** From the fold, which knows it whatever becomes of the store; of devices that it does not know it of, from the store if that is there. */
async function lastReceivedAtOf(devices: readonly Device[], deps: ApiDeps): Promise<ReadonlyMap<string, number>> {
  const newest = new Map<string, number>();
  const toAsk: string[] = [];
  for (const { id } of devices) {
    const at = deps.lastReceivedAt(id);
    if (at === undefined) toAsk.push(id);
    else if (at !== null) newest.set(id, at);
  }
  if (toAsk.length === 0) return newest;
  const latest = await deps.store.latest(toAsk).catch(() => []);
  for (const { deviceId, receivedAt } of latest) {
    if (receivedAt > (newest.get(deviceId) ?? Number.NEGATIVE_INFINITY)) newest.set(deviceId, receivedAt);
  }
  return newest;
}
