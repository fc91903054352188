import { effect, signal } from '@preact/signals';
import { type AirQuestion, LOWER_TABS, type Route, readRoute, writeRoute } from './route-text.ts';

/** The present route. */
export const route = signal<Route>(readRoute(location.hash));

/** Changes the route; what is not named stays as it is. */
export function navigate(change: Partial<Route>): void {
  const lower = LOWER_TABS.find((known) => known === change.tab) ?? route.value.lower;
  // A device takes the place of a zone's series.
  const series = change.deviceId === undefined ? route.value.series : null;
  route.value = { ...route.value, lower, series, ...change };
}

/** Selects other air quality; what is not named stays as it is. */
export const selectAir = (change: Partial<AirQuestion>): void =>
  navigate({ tab: 'air', air: { ...route.value.air, ...change } });

effect(() => {
  const hash = writeRoute(route.value);
  if (hash !== location.hash.slice(1)) history.pushState(null, '', `#${hash}`);
});
addEventListener('popstate', () => {
  route.value = readRoute(location.hash);
});
