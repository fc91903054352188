import type { QualityLevel } from '../../model/quality.ts';
import type { Reading } from '../../model/reading.ts';
import { cityTime } from './city.ts';
import { devicesById } from './devices.ts';
import { getJson } from './request.ts';

/** State of a device by its last readings. */
export type DeviceState = QualityLevel | 'silent';

/** Of a device that is not in the registry. */
const SILENT_AFTER_SECONDS = 180;
const BADNESS: Readonly<Record<QualityLevel, number>> = { good: 0, suspect: 1, bad: 2 };

// Plain maps, not signals: thousands of readings a second may arrive, and only the map and one chart use them,
// throttled.
const latest = new Map<string, Map<string, Reading>>();
const listeners = new Set<(readings: readonly Reading[]) => void>();

/** Keeps readings and passes them to all listeners. */
export function takeReadings(readings: readonly Reading[]): void {
  for (const reading of readings) {
    const channels = latest.get(reading.deviceId) ?? new Map<string, Reading>();
    const known = channels.get(reading.channel);
    if (!known || known.observedAt <= reading.observedAt) channels.set(reading.channel, reading);
    latest.set(reading.deviceId, channels);
  }
  for (const listener of listeners) listener(readings);
}

/** Adds a listener; call the returned function to remove it. */
export function onReadings(listener: (readings: readonly Reading[]) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Loads the last reading of every device. */
export async function loadLatest(): Promise<void> {
  takeReadings((await getJson<{ readonly readings: readonly Reading[] }>('/api/latest')).readings);
}

/** Time of a device's last reading, in city time; null: none. */
export function lastHeardAt(deviceId: string): number | null {
  const times = [...(latest.get(deviceId)?.values() ?? [])].map((reading) => reading.receivedAt);
  const listed = devicesById.value.get(deviceId)?.lastReceivedAt ?? null;
  if (listed !== null) times.push(listed);
  return times.length === 0 ? null : Math.max(...times);
}

/** The worst quality among a device's last readings, or `silent`. */
export function deviceState(deviceId: string): DeviceState {
  const heardAt = lastHeardAt(deviceId);
  const silentAfterSeconds = devicesById.peek().get(deviceId)?.silentAfterSeconds ?? SILENT_AFTER_SECONDS;
  if (heardAt === null || (cityTime.peek() ?? heardAt) - heardAt > 1000 * silentAfterSeconds) return 'silent';
  let worst: QualityLevel = 'good';
  for (const { quality } of latest.get(deviceId)?.values() ?? []) {
    if (BADNESS[quality.level] > BADNESS[worst]) worst = quality.level;
  }
  return worst;
}
