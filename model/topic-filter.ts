/** Placeholder for the id of the publishing device in a topic filter, as one whole level. */
export const DEVICE_LEVEL = '{deviceId}';

/** Whether `topic` matches an MQTT topic filter (MQTT 3.1.1, 4.7) in which `{deviceId}` is replaced by `deviceId`. */
export function fitsTopicFilter(filter: string, topic: string, deviceId: string): boolean {
  const wanted = filter.split('/');
  const levels = topic.split('/');
  for (const [index, level] of wanted.entries()) {
    if (level === '#') return true;
    const found = levels[index];
    if (found === undefined) return false;
    if (level !== '+' && found !== (level === DEVICE_LEVEL ? deviceId : level)) return false;
  }
  return wanted.length === levels.length;
}

/** Why a topic filter of a dialect is invalid; null: it is valid. */
export function topicFilterFault(filter: string): string | null {
  const levels = filter.split('/');
  if (levels.filter((level) => level === DEVICE_LEVEL).length !== 1) return `must have ${DEVICE_LEVEL} as one level`;
  if (levels.some((level) => level !== DEVICE_LEVEL && level.length > 1 && /[+#{}]/.test(level))) {
    return 'may have + and # as whole levels only';
  }
  if (levels.slice(0, -1).includes('#')) return 'may have # as its last level only';
  const [first = ''] = levels;
  if (first === '' || /^[+#{$]/.test(first)) return 'must begin with a fixed level';
  // Alerts, notices and the clock are published below city/ too: a device must not publish on those topics.
  if (first === 'city' && !filter.startsWith(`city/v1/devices/${DEVICE_LEVEL}/`)) {
    return `below city/ must be below city/v1/devices/${DEVICE_LEVEL}/`;
  }
  return null;
}
