import { type Alert, type AlertChange, parseAlert } from '../../city/alert.ts';
import { createAlertMemory } from '../../city/alert-memory.ts';
import type { CityLink } from '../../city/city-link.ts';
import { isFields, listOf, numberOf } from '../../city/fields.ts';
import type { LinkState } from '../../city/link-state.ts';
import { matchesTopic } from '../../city/topic-filter.ts';

/** Alerts of a city as news: each change once, however often the broker repeats what it retains. */
export interface AlertWatch {
  close(): void;
}

/** What a node brings to a watch. */
export interface AlertWatchOptions {
  /** Empty: every scenario. */
  readonly scenarioId: string;
  /** What is open already when the node first listens counts as news. */
  readonly wantsOpenOnes: boolean;
  /** Snapshot of a former watch; undefined when there was none. */
  readonly stored: unknown;
  readonly onNews: (alert: Alert, news: readonly AlertChange[], topic: string) => void;
  /** The memory has changed and should be kept. */
  readonly onMemory: (snapshot: unknown) => void;
  readonly onState: (state: LinkState) => void;
  readonly onUnreadable: (topic: string) => void;
}

/** The brain judges event time a little behind city time: an alert that is older than this when we begin to listen was open before. */
const LAG_MILLIS = 10 * 60_000;

/** Listens from now on; after a break it also asks the API for what began or ended meanwhile. */
export function watchAlerts(city: Pick<CityLink, 'mqtt' | 'getJson'>, options: AlertWatchOptions): AlertWatch {
  const memory = createAlertMemory(options.stored);
  const isFirstTime = options.stored === undefined;
  const filter = options.scenarioId === '' ? 'city/v1/alerts/#' : `city/v1/alerts/+/${options.scenarioId}/#`;
  let connections = 0;
  let isClosed = false;
  /** City time when the node first listened, or of the newest change that it knows. */
  let knownUntil: number | null = null;
  let begun: number | null = null;

  const take = (alert: Alert, topic: string, isRetained: boolean): void => {
    const isKnown = memory.knows(alert.id);
    const news = memory.take(alert);
    if (isClosed || news === null) return;
    const at = alert.history.at(-1)?.at ?? 0;
    knownUntil = Math.max(knownUntil ?? at, at);
    options.onMemory(memory.snapshot());
    const isOld = (isRetained && connections <= 1) || (begun !== null && at < begun - LAG_MILLIS);
    if (isFirstTime && !isKnown && isOld && !options.wantsOpenOnes) return;
    options.onNews(alert, news, topic);
  };

  // What is retained must not be judged before the city's time is known, or it would all seem new.
  const ready = city.getJson('/api/city').then(
    (answer) => {
      begun = isFields(answer) ? numberOf(answer, 'cityTime') : null;
      knownUntil = begun;
    },
    () => {},
  );

  async function catchUp(): Promise<void> {
    const until = knownUntil;
    const answer = await city.getJson('/api/alerts?status=all&limit=500').catch(() => null);
    const alerts = (isFields(answer) ? listOf(answer, 'alerts') : []).map(parseAlert).filter((alert) => alert !== null);
    for (const alert of alerts.sort((a, b) => (a.history.at(-1)?.at ?? 0) - (b.history.at(-1)?.at ?? 0))) {
      const topic = topicOf(alert);
      const isMissed = memory.knows(alert.id) || (until !== null && (alert.history[0]?.at ?? 0) > until);
      if (isMissed && matchesTopic(filter, topic)) take(alert, topic, false);
    }
  }

  const stop = city.mqtt().listen({
    filter,
    onMessage({ topic, text, isRetained }) {
      // The end of a retained alert.
      if (text === '') return;
      const alert = parseAlert(parseJson(text));
      if (alert === null) options.onUnreadable(topic);
      else void ready.then(() => take(alert, topic, isRetained));
    },
    onState(state) {
      options.onState(state);
      if (state.kind !== 'connected') return;
      connections += 1;
      if (connections > 1 || !isFirstTime) void ready.then(catchUp);
    },
  });
  return {
    close() {
      isClosed = true;
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
