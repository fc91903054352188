import type { RefusalReason } from '../model/refusal-reason.ts';
import { fitsTopicFilter } from '../model/topic-filter.ts';
import { isBridgeState } from './is-bridge-state.ts';
import { isTopicFaulty } from './is-topic-faulty.ts';
import type { Principal } from './principal.ts';
import { ALERTS_ROOT, CLOCK_TOPIC, DEVICES_ROOT, NOTICES_ROOT } from './topics.ts';

/** What the permission to publish depends on, besides principal and topic. */
export interface PublishRules {
  readonly maxTopicBytes: number;
  readonly clock: 'wall' | 'driven';
  /** Topic filters of a device's dialect, with `{deviceId}` for its id. */
  readonly topicsOf: (deviceId: string) => readonly string[];
}

/** Topics that only the city's own services use. */
const CITY_ROOT = 'city/';

/**
 * Why `principal` may not publish to `topic`; null when it may. Denied by default: a device may publish below its own
 * topic root and on the topics of its dialect; a bridge outside of the city's own topics and below those of devices
 * (`bridgedDevice` says whose message it is); the brain below alerts, the flows below notices, the clock on the clock
 * topic of a driven city, the operator nowhere.
 */
export function publishRefusal(principal: Principal, topic: string, rules: PublishRules): RefusalReason | null {
  if (principal.role === 'bridge' && isBridgeState(topic)) return null;
  if (isTopicFaulty(topic, rules.maxTopicBytes)) return 'topic-invalid';
  return isAllowed(principal, topic, rules) ? null : 'topic-not-own';
}

function isAllowed(principal: Principal, topic: string, rules: PublishRules): boolean {
  if (principal.role === 'device') return isOfDevice(topic, principal.deviceId, rules);
  if (principal.role === 'bridge') return !topic.startsWith(CITY_ROOT) || topic.startsWith(DEVICES_ROOT);
  switch (principal.name) {
    case 'brain':
      return isBelow(ALERTS_ROOT, topic);
    case 'flows':
      return isBelow(NOTICES_ROOT, topic);
    case 'clock':
      return rules.clock === 'driven' && topic === CLOCK_TOPIC;
    case 'operator':
      return false;
  }
}

/** Whether a device may publish on a topic. */
export const isOfDevice = (topic: string, deviceId: string, rules: PublishRules): boolean =>
  isBelowDevice(topic, deviceId) || isOfDialect(topic, deviceId, rules);

const isBelow = (root: string, topic: string): boolean => topic.startsWith(root) && topic.length > root.length;

// Called for every message: compares in place instead of allocating the device's topic root.
function isBelowDevice(topic: string, deviceId: string): boolean {
  const end = DEVICES_ROOT.length + deviceId.length;
  return (
    topic.length > end + 1 &&
    topic.charCodeAt(end) === SLASH &&
    topic.startsWith(deviceId, DEVICES_ROOT.length) &&
    topic.startsWith(DEVICES_ROOT)
  );
}

const isOfDialect = (topic: string, deviceId: string, { topicsOf }: PublishRules): boolean =>
  topicsOf(deviceId).some((filter) => fitsTopicFilter(filter, topic, deviceId));

const SLASH = 0x2f;
