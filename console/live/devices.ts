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

const AGAIN_MILLIS = 15_000;
let isAgainUnderWay = false;

/** Loads the registry again, at most every 15 seconds however often it is asked for. */
export async function loadDevicesAgain(): Promise<void> {
  if (isAgainUnderWay || devices.peek() === null) return;
  isAgainUnderWay = true;
  setTimeout(() => {
    isAgainUnderWay = false;
  }, AGAIN_MILLIS);
  await loadDevices().catch(() => null);
}

/** Loads one device again every 15 seconds: no stream has its refusals and unmapped channels. Call to stop. */
export function followDevice(deviceId: string): () => void {
  const load = (): void => void loadDevice(deviceId).catch(() => null);
  load();
  const timer = setInterval(load, AGAIN_MILLIS);
  return () => clearInterval(timer);
}

async function loadDevice(deviceId: string): Promise<void> {
  const device = await getJson<ListedDevice>(`/api/devices/${encodeURIComponent(deviceId)}`);
  devices.value = (devices.peek() ?? []).map((known) => (known.id === device.id ? device : known));
}
