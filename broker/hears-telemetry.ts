import { ALERTS_ROOT, DEVICES_ROOT, NOTICES_ROOT } from './topics.ts';

/**
 * Whether a granted filter could match what a device publishes. Anything that is neither below alerts or notices nor below one device's commands
 * counts, so that a right granted later is heard rather than silently bypassed.
 */
export function hearsTelemetry(filter: string): boolean {
  if (filter.startsWith(ALERTS_ROOT) || filter.startsWith(NOTICES_ROOT)) return false;
  const [deviceId, branch] = filter.startsWith(DEVICES_ROOT) ? filter.slice(DEVICES_ROOT.length).split('/') : [];
  return deviceId === undefined || deviceId === '+' || branch !== 'commands';
}
