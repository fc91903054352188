import { computed, signal } from '@preact/signals';
import { nameIn, texts } from '../texts/language.ts';
import { type AlertMap, compareAlerts, reloaded, severityByZone, withNews } from './alert-list.ts';
import type { ListedAlert } from './api-types.ts';
import { getJson } from './request.ts';
import { zoneName } from './zones.ts';

const held = signal<AlertMap>(new Map());

/** True once the list is loaded: an empty list then means a quiet city. */
export const areAlertsLoaded = signal(false);

/** Every alert that the page knows, the most urgent first. */
export const allAlerts = computed(() => [...held.value.values()].sort(compareAlerts));

/** Alerts that are open or acknowledged; they leave the list only when they are cleared. */
export const activeAlerts = computed(() => allAlerts.value.filter((alert) => alert.status !== 'cleared'));

/** Highest severity of the active alerts in each zone. */
export const zoneSeverities = computed(() => severityByZone(activeAlerts.value));

/** Text for screen readers about the newest alert. */
export const announcement = signal('');

/** One known alert. */
export const alertById = (alertId: string): ListedAlert | undefined => held.value.get(alertId);

/** Loads the active alerts, or all of them. */
export async function loadAlerts(status: 'active' | 'all' = 'active'): Promise<void> {
  const before = held.value;
  const limit = status === 'active' ? 1000 : 300;
  const { alerts } = await getJson<{ readonly alerts: readonly ListedAlert[] }>(
    `/api/alerts?status=${status}&limit=${limit}`,
  );
  // A list that may be cut by its limit must not remove an active alert that it does not reach.
  held.value = status === 'active' ? reloaded(before, held.value, alerts) : withNews(held.value, alerts);
  areAlertsLoaded.value = true;
}

/** Merges alerts of the stream and announces new ones. */
export function takeAlerts(news: readonly ListedAlert[]): void {
  const fresh = news.filter((alert) => alert.status === 'open' && !held.value.has(alert.id));
  held.value = withNews(held.value, news);
  if (fresh.length === 0) return;
  const words = texts.value;
  announcement.value = fresh
    .map(({ severity, zoneId, title }) =>
      words.connection.newAlert(words.severity[severity], zoneName(zoneId), nameIn(title)),
    )
    .join('. ');
}
