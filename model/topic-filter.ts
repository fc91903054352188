/** Stands in a topic filter for the id of the device that publishes, as one whole level. */
export const DEVICE_LEVEL = '{deviceId}';

/** Whether `topic` fits an MQTT topic filter (MQTT 3.1.1, 4.7) whose `{deviceId}` stands for `deviceId`. */
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

/** What is wrong with a topic filter of a dialect, in words; null: nothing. */
export function topicFilterFault(filter: string): string | null {
  const levels = filter.split('/');
  if (levels.filter((level) => level === DEVICE_LEVEL).length !== 1) return `must have ${DEVICE_LEVEL} as one level`;
  if (levels.some((level) => level !== DEVICE_LEVEL && level.length > 1 && /[+#{}]/.test(level))) {
    return 'may have + and # as whole levels only';
  }
  if (levels.slice(0, -1).includes('#')) return 'may have # as its last level only';
  const [first = ''] = levels;
  if (first === '' || /^[+#{$]/.test(first)) return 'must begin with a word of its own';
  // Alerts, notices and the clock stand below city/ too: there a device has its own topics and no others.
  if (first === 'city' && !filter.startsWith(`city/v1/devices/${DEVICE_LEVEL}/`)) {
    return `below city/ must be below city/v1/devices/${DEVICE_LEVEL}/`;
  }
  return null;
}
