import type { AlertSubject } from '../../model/alert-subject.ts';
import type { Device } from '../../model/device.ts';
import type { Scenario } from '../../model/scenario.ts';
import { subjectKey } from './subject-key.ts';

/** The subject that a device belongs to under a scenario; null: none, or the device is not known. */
export function subjectOfDevice(
  scenario: Scenario,
  devices: ReadonlyMap<string, Device>,
  deviceId: string,
): AlertSubject | null {
  const device = devices.get(deviceId);
  return (device && scenario.subjectOf?.(device)) ?? null;
}

/** The subjects that these devices belong to, each once, in the order of their keys. */
export function subjectsOf(
  scenario: Scenario,
  devices: ReadonlyMap<string, Device>,
  deviceIds: Iterable<string>,
): readonly AlertSubject[] {
  const subjects = new Map<string, AlertSubject>();
  for (const deviceId of deviceIds) {
    const subject = subjectOfDevice(scenario, devices, deviceId);
    if (subject !== null) subjects.set(subjectKey(subject), subject);
  }
  return [...subjects].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, subject]) => subject);
}
