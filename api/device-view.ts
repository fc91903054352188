import type { Device } from '../model/device.ts';
import { PROPERTIES } from '../model/property.ts';
import type { RegistryView } from '../model/registry-view.ts';
import { silentAfterSeconds } from '../model/silent-after.ts';
import type { ApiDeps } from './deps.ts';
import { orUnavailable } from './problem.ts';

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

async function lastReceivedAtOf(devices: readonly Device[], deps: ApiDeps): Promise<ReadonlyMap<string, number>> {
  const latest = await orUnavailable(deps.store.latest(devices.map(({ id }) => id)), 'The store does not answer.');
  const newest = new Map<string, number>();
  for (const { deviceId, receivedAt } of latest) {
    if (receivedAt > (newest.get(deviceId) ?? Number.NEGATIVE_INFINITY)) newest.set(deviceId, receivedAt);
  }
  return newest;
}
