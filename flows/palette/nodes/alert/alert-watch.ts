// Above 90 lines because what is old and what is news is one decision, made of everything that is known here.
import { type Alert, type AlertChange, parseAlert } from '../../city/alert.ts';
import { createAlertMemory } from '../../city/alert-memory.ts';
import type { GetJson } from '../../city/api-client.ts';
import type { Clock } from '../../city/clock.ts';
import type { ZoneWait } from '../../city/directory.ts';
import type { LinkState } from '../../city/link-state.ts';
import type { MqttLink } from '../../city/mqtt-link.ts';
import { matchesTopic } from '../../city/topic-filter.ts';
import { createWaitingLine } from '../../city/waiting-line.ts';
import { askRecentAlerts } from './ask-recent-alerts.ts';
import { type ListeningRecord, parseListeningRecord } from './listening-record.ts';
import { learnListeningSince } from './listening-since.ts';

/** Alerts of a city as news: each change once, however often the broker repeats what it retains. */
export interface AlertWatch {
  close(): void;
}

/** What a watch needs of a city. */
export interface WatchedCity {
  readonly getJson: GetJson;
  mqtt(): Pick<MqttLink, 'listen'>;
}

/** What a node brings to a watch. */
export interface AlertWatchOptions {
  readonly clock: Clock;
  /** Its config node. */
  readonly cityId: string;
  /** Empty: every scenario. */
  readonly scenarioId: string;
  /** What is open already when the node first listens counts as news. */
  readonly wantsOpenOnes: boolean;
  /** Record of a former watch; whatever else it is counts as none. */
  readonly stored: unknown;
  /** Resolves when the node can tell whether it wants the alert. Until then nothing is marked as dealt with, here and behind it. */
  readonly whenDecidable: (alert: Alert, wait: Omit<ZoneWait, 'onSilence'>) => Promise<void>;
  readonly onNews: (alert: Alert, news: readonly AlertChange[], topic: string) => void;
  /** The record has changed and should be kept. */
  readonly onRecord: (record: ListeningRecord) => void;
  readonly onState: (state: LinkState) => void;
  readonly onUnreadable: (topic: string) => void;
  /** Too many wait already; this one was not marked as dealt with. */
  readonly onNoRoom: (alert: Alert, topic: string) => void;
}

/** An alert on its way to the node. */
interface Arrival {
  readonly alert: Alert;
  readonly topic: string;
  /** By the clock of this machine. */
  readonly wantedAt: number;
}

/** The brain judges event time a little behind city time: an alert that is older than this when we begin to listen was open before. */
const LAG_MILLIS = 10 * 60_000;
/** What one answer of the API and as many retained alerts come to. */
export const MOST_WAITING = 1000;

/** Listens from now on; after a break, or when a former watch has listened before, it also asks the API for what began or ended meanwhile. */
export function watchAlerts(city: WatchedCity, options: AlertWatchOptions): AlertWatch {
  const { clock, wantsOpenOnes } = options;
  const filter = options.scenarioId === '' ? 'city/v1/alerts/#' : `city/v1/alerts/+/${options.scenarioId}/#`;
  const listensTo = `${options.cityId} ${filter}`;
  const former = parseListeningRecord(options.stored);
  const memory = createAlertMemory(former?.alerts);
  const isFirstTime = former?.listensTo !== listensTo;
  const closing = new AbortController();
  const { signal } = closing;
  /** On their way to the node. */
  const awaited = new Set<string>();
  let isConnected = false;
  let hasListened = false;
  let hasBroken = false;
  let asking = new AbortController();

  const keep = (): void => options.onRecord({ listensTo, since: since.at, alerts: memory.snapshot() });
  const since = learnListeningSince({
    former: isFirstTime ? null : former.since,
    getJson: city.getJson,
    clock,
    signal,
    onLearnt() {
      if (hasListened) keep();
    },
  });

  const take = ({ alert, topic }: Arrival): void => {
    awaited.delete(alert.id);
    const isKnown = memory.knows(alert.id);
    const news = memory.take(alert);
    if (news === null) return;
    keep();
    // What the brain tells again after a start of the whole city is not retained, and still old.
    const isOld = since.at !== null && (alert.history.at(-1)?.at ?? 0) < since.at - LAG_MILLIS;
    if (isKnown || !isOld || wantsOpenOnes) options.onNews(alert, news, topic);
  };

  const line = createWaitingLine<Arrival>({
    most: MOST_WAITING,
    signal,
    async ready({ alert, wantedAt }) {
      // What is old must not be judged before the city's time is known, or it would all seem new.
      await since.asked;
      await options.whenDecidable(alert, { wantedAt, signal });
    },
    deal: take,
    onFull: ({ alert, topic }) => options.onNoRoom(alert, topic),
  });
  const arrive = (alert: Alert, topic: string): void => {
    awaited.add(alert.id);
    line.add({ alert, topic, wantedAt: clock.now() });
  };

  async function catchUp(): Promise<void> {
    // The answer to a later question holds that to an earlier one.
    asking.abort();
    asking = new AbortController();
    const asked = AbortSignal.any([signal, asking.signal]);
    await since.known;
    for (const alert of await askRecentAlerts(city.getJson, { clock, signal: asked })) {
      const topic = topicOf(alert);
      const isMissed = memory.knows(alert.id) || (since.at !== null && (alert.history[0]?.at ?? 0) > since.at);
      if (isMissed && memory.isNews(alert) && matchesTopic(filter, topic)) arrive(alert, topic);
    }
  }

  const stop = city.mqtt().listen({
    filter,
    onMessage({ topic, text, isRetained }) {
      // The end of a retained alert.
      if (text === '') return;
      const alert = parseAlert(parseJson(text));
      if (alert === null) return options.onUnreadable(topic);
      // What is retained comes again whenever a node of the same city subscribes.
      const isUnheardOf = !memory.knows(alert.id) && !awaited.has(alert.id);
      const wasOpenBefore = isFirstTime && isRetained && !hasBroken && isUnheardOf;
      if (!wasOpenBefore || wantsOpenOnes) return arrive(alert, topic);
      // No news, whatever the city has to say: this must not wait, or a redeploy would find it unknown and take it for new.
      memory.take(alert);
      keep();
    },
    onState(state) {
      options.onState(state);
      const wasConnected = isConnected;
      isConnected = state.kind === 'connected';
      hasBroken ||= wasConnected && !isConnected;
      // Connected already: another node has subscribed to the same.
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

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
