import type { Dialect, DialectMessage } from '../model/dialect.ts';
import { fitsTopicFilter } from '../model/topic-filter.ts';

/** Answers whether a dialect is spoken on a message's topic. */
export interface CarriedTopics {
  carries(dialect: Dialect, message: Pick<DialectMessage, 'deviceId' | 'topic'>): boolean;
}

/** A device publishes on one topic most of the time: what held for its last one is not worked out again. */
export function createCarriedTopics(): CarriedTopics {
  const last = new Map<string, { readonly dialect: Dialect; readonly topic: string }>();
  return {
    carries(dialect, { deviceId, topic }) {
      const known = last.get(deviceId);
      if (known?.topic === topic && known.dialect === dialect) return true;
      const isCarried = dialect.topics.some((filter) => fitsTopicFilter(filter, topic, deviceId));
      if (isCarried) last.set(deviceId, { dialect, topic });
      return isCarried;
    },
  };
}
