import { isTopicFaulty } from './is-topic-faulty.ts';

/**
 * Whether a subscription filter is malformed (MQTT 3.1.1, 4.7). Stricter than aedes, which grants `a+` and `$share/…`,
 * treats them as literal topics, and never delivers anything.
 */
export function isFilterFaulty(filter: string, maxTopicBytes: number): boolean {
  const levels = filter.split('/');
  const plain = levels.map((level, index) => {
    if (level === '+' || (level === '#' && index === levels.length - 1)) return 'x';
    return level;
  });
  return isTopicFaulty(plain.join('/'), maxTopicBytes);
}
