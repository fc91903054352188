import { effect, signal } from '@preact/signals';
import { type AirQuestion, LOWER_TABS, type Place, readPlace, writePlace } from './place-text.ts';

/** The present place. */
export const place = signal<Place>(readPlace(location.hash));

/** Goes somewhere; what is not named stays as it is. */
export function go(change: Partial<Place>): void {
  const lower = LOWER_TABS.find((known) => known === change.tab) ?? place.value.lower;
  // A device stands where the series of a zone stood.
  const series = change.deviceId === undefined ? place.value.series : null;
  place.value = { ...place.value, lower, series, ...change };
}

/** Asks about other air; what is not named stays as it is. */
export const askAir = (change: Partial<AirQuestion>): void =>
  go({ tab: 'air', air: { ...place.value.air, ...change } });

effect(() => {
  const hash = writePlace(place.value);
  if (hash !== location.hash.slice(1)) history.pushState(null, '', `#${hash}`);
});
addEventListener('popstate', () => {
  place.value = readPlace(location.hash);
});
