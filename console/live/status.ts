import { computed, signal } from '@preact/signals';
import type { CityStatus } from '../../model/city-status.ts';
import { city } from './city.ts';
import { getJson } from './request.ts';
import { connection } from './session-state.ts';
import { judgeStanding, type Standing } from './standing.ts';

const LOOK_MILLIS = 1000;
/** A look that comes later than this was held up in the page itself, and what has arrived meanwhile waits behind it. */
const LATE_LOOK_MILLIS = 2500;

/** What the city last said of itself; null until it has. */
export const status = signal<CityStatus | null>(null);

/** Since when the page waits for the next word, on the page's own clock. */
let waitingSince = performance.now();
const silentMillis = signal<number | null>(null);

/** How far the page can be trusted now. */
export const standing = computed<Standing>(() =>
  judgeStanding({
    connection: connection.value,
    clock: city.value?.clock ?? 'wall',
    status: status.value,
    silentMillis: silentMillis.value,
  }),
);

/** True while nothing comes from the city: what is shown is grey then. */
export const isGrey = computed(() => standing.value.is === 'lost' || standing.value.is === 'past');

/** Takes the city's word. */
export function takeStatus(news: CityStatus): void {
  waitingSince = performance.now();
  silentMillis.value = 0;
  status.value = news;
}

/** Asks for it. */
export async function loadStatus(): Promise<void> {
  takeStatus(await getJson<CityStatus>('/api/status'));
}

/** Counts how long the city has said nothing. Call what it returns to stop. */
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
