import { computed, signal } from '@preact/signals';
import type { ListedDevice } from './api-types.ts';
import { getJson } from './request.ts';

/** Every device in the registry; null until loaded. */
export const devices = signal<readonly ListedDevice[] | null>(null);

/** Devices by id. */
export const devicesById = computed(() => new Map((devices.value ?? []).map((device) => [device.id, device])));

/** Loads the registry. */
export async function loadDevices(): Promise<void> {
  devices.value = (await getJson<{ readonly devices: readonly ListedDevice[] }>('/api/devices?limit=10000')).devices;
}
