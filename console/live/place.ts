import { effect, signal } from '@preact/signals';

/** Parts of the page; on a phone one at a time. */
export const TABS = ['map', 'alerts', 'device', 'ledger'] as const;
export type Tab = (typeof TABS)[number];

/** Where in the page somebody is; it stands in the address, so that a link or the back button leads there again. */
export interface Place {
  readonly tab: Tab;
  /** Which of the two lower panels a wide page shows. */
  readonly lower: 'device' | 'ledger';
  readonly alertId: string | null;
  readonly deviceId: string | null;
  readonly zoneId: string | null;
}

/** The present place. */
export const place = signal<Place>(readPlace(location.hash));

/** Goes somewhere; what is not named stays as it is. */
export function go(change: Partial<Place>): void {
  const lower = change.tab === 'device' || change.tab === 'ledger' ? change.tab : place.value.lower;
  place.value = { ...place.value, lower, ...change };
}

effect(() => {
  const hash = writePlace(place.value);
  if (hash !== location.hash.slice(1)) history.pushState(null, '', `#${hash}`);
});
addEventListener('popstate', () => {
  place.value = readPlace(location.hash);
});

function readPlace(hash: string): Place {
  const words = new URLSearchParams(hash.replace(/^#/, ''));
  const tab = TABS.find((known) => known === words.get('tab')) ?? 'map';
  return {
    tab,
    lower: words.get('lower') === 'ledger' ? 'ledger' : 'device',
    alertId: words.get('alert'),
    deviceId: words.get('device'),
    zoneId: words.get('zone'),
  };
}

function writePlace(at: Place): string {
  const words = new URLSearchParams();
  if (at.tab !== 'map') words.set('tab', at.tab);
  if (at.lower !== 'device') words.set('lower', at.lower);
  if (at.alertId !== null) words.set('alert', at.alertId);
  if (at.deviceId !== null) words.set('device', at.deviceId);
  if (at.zoneId !== null) words.set('zone', at.zoneId);
  return words.toString();
}
