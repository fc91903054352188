import { ALERTS_ROOT, DEVICES_ROOT, NOTICES_ROOT } from './topics.ts';

/**
 * Whether a subscription filter could match a topic on which devices publish. Every filter counts that is not below
 * alerts, notices or the commands of one device: a subscription that is allowed in a later version then gets its
 * messages instead of being bypassed.
 */
export function matchesTelemetry(filter: string): boolean {
  if (filter.startsWith(ALERTS_ROOT) || filter.startsWith(NOTICES_ROOT)) return false;
  const [deviceId, branch] = filter.startsWith(DEVICES_ROOT) ? filter.slice(DEVICES_ROOT.length).split('/') : [];
  return deviceId === undefined || deviceId === '+' || branch !== 'commands';
}
