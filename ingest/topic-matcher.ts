import type { Dialect, DialectMessage } from '../model/dialect.ts';
import { fitsTopicFilter } from '../model/topic-filter.ts';

/** Checks whether the topic of a message matches a topic filter of a dialect. */
export interface TopicMatcher {
  matches(dialect: Dialect, message: Pick<DialectMessage, 'deviceId' | 'topic'>): boolean;
}

/** A matcher that caches the last matching topic of each device: devices mostly publish on one topic. */
export function createTopicMatcher(): TopicMatcher {
  const last = new Map<string, { readonly dialect: Dialect; readonly topic: string }>();
  return {
    matches(dialect, { deviceId, topic }) {
      const known = last.get(deviceId);
      if (known?.topic === topic && known.dialect === dialect) return true;
      const isMatch = dialect.topics.some((filter) => fitsTopicFilter(filter, topic, deviceId));
      if (isMatch) last.set(deviceId, { dialect, topic });
      return isMatch;
    },
  };
}
