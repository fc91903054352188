/**
 * Whether an MQTT topic filter matches a topic (MQTT 3.1.1, 4.7). One client serves many nodes, so each of them checks
 * it: else every node would get the messages of all subscriptions.
 */
export function matchesTopic(filter: string, topic: string): boolean {
  const wanted = filter.split('/');
  const levels = topic.split('/');
  // A wildcard in the first level does not cover `$SYS` and the like.
  if (topic.startsWith('$') && (wanted[0] === '#' || wanted[0] === '+')) return false;
  for (const [index, level] of wanted.entries()) {
    if (level === '#') return true;
    if (index >= levels.length || (level !== '+' && level !== levels[index])) return false;
  }
  return wanted.length === levels.length;
}
