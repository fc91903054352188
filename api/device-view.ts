import type { Device } from '../model/device.ts';
import { PROPERTIES } from '../model/property.ts';
import type { RegistryView } from '../model/registry-view.ts';
import { silentAfterSeconds } from '../model/silent-after.ts';
import type { ApiDeps } from './deps.ts';

/** Devices in the form of the API: with zone, channels, unmapped channels, and the time of the last reading. */
export async function deviceViews(devices: readonly Device[], deps: ApiDeps) {
  const registry = deps.registry();
  const lastReceivedAt = await lastReceivedAtOf(devices, deps);
  const unmapped = Map.groupBy(
    deps.documents.unmapped(devices.length === 1 ? devices[0]?.id : undefined),
    ({ deviceId }) => deviceId,
  );
  const accounts = deps.documents.ledger(devices.length === 1 ? devices[0]?.id : undefined);
  const refusals = new Map(accounts.map((account) => [account.deviceId, account.refusals]));
  return devices.map((device) => ({
    ...device,
    zoneId: registry.zoneOf(device.id),
    silentAfterSeconds: silentAfterSeconds(registry.models.get(device.model)?.channels ?? []),
    lastReceivedAt: lastReceivedAt.get(device.id) ?? null,
    channels: channelsOf(device, registry),
    unmapped: (unmapped.get(device.id) ?? []).map(({ channel, count, lastValue }) => ({ channel, count, lastValue })),
    refusals: refusals.get(device.id) ?? [],
  }));
}

function channelsOf(device: Device, registry: RegistryView) {
  const channels = registry.models.get(device.model)?.channels ?? [];
  // The unit of the stored readings, not that of values in messages.
  return channels.map(({ channel, property }) => ({ channel, property, unit: PROPERTIES[property].unit }));
}

/**
 * From the fold, which needs no store; for devices of which the fold does not know it, from the store if that answers.
 */
async function lastReceivedAtOf(devices: readonly Device[], deps: ApiDeps): Promise<ReadonlyMap<string, number>> {
  const newest = new Map<string, number>();
  const unknown: string[] = [];
  for (const { id } of devices) {
    const at = deps.lastReceivedAt(id);
    if (at === undefined) unknown.push(id);
    else if (at !== null) newest.set(id, at);
  }
  if (unknown.length === 0) return newest;
  const latest = await deps.store.latest(unknown).catch(() => []);
  for (const { deviceId, receivedAt } of latest) {
    if (receivedAt > (newest.get(deviceId) ?? Number.NEGATIVE_INFINITY)) newest.set(deviceId, receivedAt);
  }
  return newest;
}
