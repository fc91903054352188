import { type ApiClient, createApiClient } from './api-client.ts';
import type { CityAddress } from './city-address.ts';
import type { Clock } from './clock.ts';
import { createDirectory, type Directory } from './directory.ts';
import { type MqttLink, openMqttLink } from './mqtt-link.ts';
import { openReadingFeed, type ReadingFeed } from './reading-feed.ts';
import { filterKey, type ReadingFilter } from './reading-filter.ts';
import type { ReadingListener } from './reading-listener.ts';

/** Connections that the nodes of one city share, each opened when a node first needs it. */
export interface CityLink extends ApiClient {
  readonly directory: Directory;
  /** The one MQTT connection. */
  mqtt(): MqttLink;
  /** Subscribes to readings; nodes with the same filter share one stream. Returns the unsubscribe function. */
  readings(filter: ReadingFilter, listener: ReadingListener): () => void;
  close(): Promise<void>;
}

/** `clientId` is that of the MQTT connection. */
export function createCityLink(options: {
  readonly address: CityAddress;
  readonly clientId: string;
  readonly clock: Clock;
  readonly firstRetryMillis?: number | undefined;
}): CityLink {
  const { address, clock, firstRetryMillis } = options;
  const closing = new AbortController();
  const api = createApiClient(address, closing.signal);
  const { getJson } = api;
  const directory = createDirectory(getJson, clock);
  const feeds = new Map<string, ReadingFeed>();
  let mqttLink: MqttLink | null = null;

  return {
    ...api,
    directory,
    mqtt() {
      mqttLink ??= openMqttLink(options);
      return mqttLink;
    },
    readings(filter, listener) {
      const key = filterKey(filter);
      const { apiUrl, apiToken } = address;
      const feed =
        feeds.get(key) ?? openReadingFeed({ apiUrl, apiToken, filter, getJson, directory, clock, firstRetryMillis });
      feeds.set(key, feed);
      const remove = feed.add(listener);
      return () => {
        remove();
        if (feed.size > 0 || feeds.get(key) !== feed) return;
        feeds.delete(key);
        feed.close();
      };
    },
    async close() {
      closing.abort();
      for (const feed of feeds.values()) feed.close();
      feeds.clear();
      await mqttLink?.close();
      mqttLink = null;
    },
  };
}
