// Above 90 lines because whether an alert is new is one decision that needs all of this state.
import { type Alert, type AlertChange, parseAlert } from '../../city/alert.ts';
import type { GetJson } from '../../city/api-client.ts';
import type { Clock } from '../../city/clock.ts';
import type { ZoneWait } from '../../city/directory.ts';
import type { LinkState } from '../../city/link-state.ts';
import type { MqttLink } from '../../city/mqtt-link.ts';
import { createOrderedQueue } from '../../city/ordered-queue.ts';
import { parseJson } from '../../city/parse-json.ts';
import { createSeenRevisions } from '../../city/seen-revisions.ts';
import { matchesTopic } from '../../city/topic-filter.ts';
import { askRecentAlerts } from './ask-recent-alerts.ts';
import { type ListeningRecord, parseListeningRecord } from './listening-record.ts';
import { learnListeningSince } from './listening-since.ts';

/** Alerts of a city, each change once, however often the broker repeats retained messages. */
export interface AlertWatch {
  close(): void;
}

/** The parts of a city that a watch needs. */
export interface WatchedCity {
  readonly getJson: GetJson;
  mqtt(): Pick<MqttLink, 'listen'>;
}

/** Filter, stored state and callbacks of a node. */
export interface AlertWatchOptions {
  readonly clock: Clock;
  /** Its config node. */
  readonly cityId: string;
  /** Empty: every scenario. */
  readonly scenarioId: string;
  /** Alerts that are open when the node first listens count as new. */
  readonly wantsOpenOnes: boolean;
  /** Record of a former watch; anything else counts as none. */
  readonly stored: unknown;
  /** Resolves when the node can decide on the alert. Until then it, and those behind it, are not marked as seen. */
  readonly whenDecidable: (alert: Alert, wait: Omit<ZoneWait, 'onFailure'>) => Promise<void>;
  readonly onNews: (alert: Alert, news: readonly AlertChange[], topic: string) => void;
  /** The record has changed and must be stored. */
  readonly onRecord: (record: ListeningRecord) => void;
  readonly onState: (state: LinkState) => void;
  readonly onUnreadable: (topic: string) => void;
  /** The queue is full; this alert was not marked as seen. */
  readonly onNoRoom: (alert: Alert, topic: string) => void;
}

/** An alert in the queue. */
interface Arrival {
  readonly alert: Alert;
  readonly topic: string;
  /** By the system's clock. */
  readonly wantedAt: number;
}

/** The event lane is a little behind city time: an alert older than this at the start of listening was open before. */
const LAG_MILLIS = 10 * 60_000;
/** Room for one answer of the API and as many retained alerts. */
export const MOST_WAITING = 1000;

/** Listens from now on. After a disconnect, or a former watch, it also requests what opened or cleared meanwhile. */
export function watchAlerts(city: WatchedCity, options: AlertWatchOptions): AlertWatch {
  const { clock, wantsOpenOnes } = options;
  const filter = options.scenarioId === '' ? 'city/v1/alerts/#' : `city/v1/alerts/+/${options.scenarioId}/#`;
  const listensTo = `${options.cityId} ${filter}`;
  const former = parseListeningRecord(options.stored);
  const seen = createSeenRevisions(former?.alerts);
  const isFirstTime = former?.listensTo !== listensTo;
  const closing = new AbortController();
  const { signal } = closing;
  /** Ids of the alerts in the queue. */
  const awaited = new Set<string>();
  let isConnected = false;
  let hasListened = false;
  let hasBroken = false;
  let asking = new AbortController();

  const keep = (): void => options.onRecord({ listensTo, since: since.at, alerts: seen.snapshot() });
  const since = learnListeningSince({
    former: isFirstTime ? null : former.since,
    getJson: city.getJson,
    clock,
    signal,
    onLearnt: () => (hasListened ? keep() : undefined),
  });

  const take = ({ alert, topic }: Arrival): void => {
    awaited.delete(alert.id);
    const isKnown = seen.knows(alert.id);
    const news = seen.take(alert);
    if (news === null) return;
    keep();
    // After a restart of the city the brain publishes open alerts again, not retained: they are not new.
    const isOld = since.at !== null && (alert.history.at(-1)?.at ?? 0) < since.at - LAG_MILLIS;
    if (isKnown || !isOld || wantsOpenOnes) options.onNews(alert, news, topic);
  };

  const line = createOrderedQueue<Arrival>({
    most: MOST_WAITING,
    signal,
    async ready({ alert, wantedAt }) {
      // Before the city's time is known, old alerts could not be told from new ones.
      await since.asked;
      await options.whenDecidable(alert, { wantedAt, signal });
    },
    handle: take,
    onFull: ({ alert, topic }) => options.onNoRoom(alert, topic),
  });
  const arrive = (alert: Alert, topic: string): void => {
    awaited.add(alert.id);
    line.add({ alert, topic, wantedAt: clock.now() });
  };

  async function catchUp(): Promise<void> {
    // The answer to a later request includes that to an earlier one.
    asking.abort();
    asking = new AbortController();
    const asked = AbortSignal.any([signal, asking.signal]);
    await since.known;
    for (const alert of await askRecentAlerts(city.getJson, { clock, signal: asked })) {
      const topic = topicOf(alert);
      const isMissed = seen.knows(alert.id) || (since.at !== null && (alert.history[0]?.at ?? 0) > since.at);
      if (isMissed && seen.isNew(alert) && matchesTopic(filter, topic)) arrive(alert, topic);
    }
  }

  const stop = city.mqtt().listen({
    filter,
    onMessage({ topic, text, isRetained }) {
      // An empty message clears a retained alert.
      if (text === '') return;
      const alert = parseAlert(parseJson(text));
      if (alert === null) return options.onUnreadable(topic);
      // Retained messages come again whenever a node of the same city subscribes.
      const isUnheardOf = !seen.knows(alert.id) && !awaited.has(alert.id);
      const wasOpenBefore = isFirstTime && isRetained && !hasBroken && isUnheardOf;
      if (!wasOpenBefore || wantsOpenOnes) return arrive(alert, topic);
      // Marked as seen at once: if it waited, a redeploy would take it for new.
      seen.take(alert);
      keep();
    },
    onState(state) {
      options.onState(state);
      const wasConnected = isConnected;
      isConnected = state.kind === 'connected';
      hasBroken ||= wasConnected && !isConnected;
      // Already connected: another node subscribed to the same filter.
      if (!isConnected || wasConnected) return;
      hasListened = true;
      keep();
      if (hasBroken || !isFirstTime) void catchUp();
    },
  });
  return {
    close() {
      closing.abort();
      stop();
    },
  };
}

const topicOf = ({ zoneId, scenarioId, id }: Alert): string => `city/v1/alerts/${zoneId}/${scenarioId}/${id}`;
