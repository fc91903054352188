import type { AlertSubject } from '../../model/alert-subject.ts';
import type { Device } from '../../model/device.ts';
import type { Scenario } from '../../model/scenario.ts';

/** The subject that a device belongs to under a scenario; null: none, or the device is not known. */
export function subjectOfDevice(
  scenario: Scenario,
  devices: ReadonlyMap<string, Device>,
  deviceId: string,
): AlertSubject | null {
  const device = devices.get(deviceId);
  return (device && scenario.subjectOf?.(device)) ?? null;
}

/** The subjects of the devices of these readings; may contain duplicates. */
export function subjectsOf(
  scenario: Scenario,
  devices: ReadonlyMap<string, Device>,
  readings: readonly { readonly deviceId: string }[],
): readonly AlertSubject[] {
  const deviceIds = new Set(readings.map(({ deviceId }) => deviceId));
  return [...deviceIds].flatMap((deviceId) => subjectOfDevice(scenario, devices, deviceId) ?? []);
}
