import { isTopicFaulty } from './is-topic-faulty.ts';

/**
 * Whether a subscription filter is malformed. Stricter than aedes, which grants `a+` and `$share/…`, a literal filter there that
 * silently hears nothing.
 */
export function isFilterFaulty(filter: string, maxTopicBytes: number): boolean {
  const levels = filter.split('/');
  const plain = levels.map((level, index) => {
    if (level === '+' || (level === '#' && index === levels.length - 1)) return 'x';
    return level;
  });
  return isTopicFaulty(plain.join('/'), maxTopicBytes);
}
