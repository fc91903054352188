import { computed, signal } from '@preact/signals';
import type { CityStatus } from '../../model/city-status.ts';
import { city } from './city.ts';
import { type Freshness, judgeFreshness } from './freshness.ts';
import { getJson } from './request.ts';
import { connection } from './session-state.ts';

const LOOK_MILLIS = 1000;
/** A timer that fires later than this was delayed by the page itself; received messages are still in its queue. */
const LATE_LOOK_MILLIS = 2500;

/** The last status of the city; null until the first. */
export const status = signal<CityStatus | null>(null);

/** When the last status was received, by the page's own clock. */
let waitingSince = performance.now();
const silentMillis = signal<number | null>(null);

/** How current the page is now. */
export const freshness = computed<Freshness>(() =>
  judgeFreshness({
    connection: connection.value,
    clock: city.value?.clock ?? 'wall',
    status: status.value,
    silentMillis: silentMillis.value,
  }),
);

/** True while the city sends nothing: the page is grey then. */
export const isGrey = computed(() => freshness.value.is === 'lost' || freshness.value.is === 'past');

/** Takes a status from the stream or the API. */
export function takeStatus(news: CityStatus): void {
  waitingSince = performance.now();
  silentMillis.value = 0;
  status.value = news;
}

/** Loads the status. */
export async function loadStatus(): Promise<void> {
  takeStatus(await getJson<CityStatus>('/api/status'));
}

/** Counts how long no status has been received. Call the returned function to stop. */
export function watchStatus(): () => void {
  let lookedAt = performance.now();
  waitingSince = lookedAt;
  const timer = setInterval(() => {
    const now = performance.now();
    const isLate = now - lookedAt > LATE_LOOK_MILLIS;
    lookedAt = now;
    if (!isLate) silentMillis.value = now - waitingSince;
  }, LOOK_MILLIS);
  return () => clearInterval(timer);
}
