import { DEVICE_LEVEL } from '../model/topic-filter.ts';
import type { Principal, ServiceName } from './principal.ts';
import { allowedRoots } from './subscribe-refusal.ts';
import { ALERTS_ROOT, CLOCK_TOPIC, deviceRoot, NOTICES_ROOT } from './topics.ts';

/** What a principal may publish to, for a person whose client was refused. */
export function publishable(principal: Principal, topicsOf: (deviceId: string) => readonly string[]): string {
  if (principal.role === 'bridge') return 'it may publish what the devices may whose "bridge" in devices.csv it is';
  const topics = principal.role === 'device' ? ofDevice(principal.deviceId, topicsOf) : OF_SERVICES[principal.name];
  return topics.length === 0 ? 'it may publish nothing' : `it may publish to ${topics.join(', ')}`;
}

/** What a principal may subscribe to, for a person whose client was refused. */
export function subscribable(principal: Principal): string {
  const filters = allowedRoots(principal).map((root) => `${root}#`);
  return filters.length === 0 ? 'it may subscribe to nothing' : `it may subscribe to ${filters.join(', ')}`;
}

/** A text of a client as it stands in a message for a person: control characters escaped, at most 200 characters. */
export const quoted = (text: string): string => JSON.stringify(text.length > 200 ? `${text.slice(0, 199)}…` : text);

/** Below its own root it may use any topic, so topics of its dialect there are not named. */
function ofDevice(deviceId: string, topicsOf: (deviceId: string) => readonly string[]): readonly string[] {
  const root = deviceRoot(deviceId);
  const topics = topicsOf(deviceId).map((topic) => topic.replace(DEVICE_LEVEL, deviceId));
  return [`${root}…`, ...topics.filter((topic) => !topic.startsWith(root))];
}

const OF_SERVICES: Readonly<Record<ServiceName, readonly string[]>> = {
  brain: [`${ALERTS_ROOT}…`],
  clock: [`${CLOCK_TOPIC} in a driven city`],
  operator: [],
  flows: [`${NOTICES_ROOT}…`],
};
