import { signal } from '@preact/signals';
import type { ZoneState } from '../../model/state.ts';
import { getJson } from './request.ts';

/** Newest fused states by zone, then by property. */
export const statesByZone = signal<ReadonlyMap<string, ReadonlyMap<string, ZoneState>>>(new Map());

/** Loads the newest states of all zones. */
export async function loadStates(): Promise<void> {
  takeStates((await getJson<{ readonly states: readonly ZoneState[] }>('/api/state')).states);
}

/** Merges states; an older one never replaces a newer. */
export function takeStates(news: readonly ZoneState[]): void {
  const merged = new Map(statesByZone.value);
  for (const state of news) {
    const zone = merged.get(state.zoneId);
    const known = zone?.get(state.property);
    if (known && known.at > state.at) continue;
    merged.set(state.zoneId, new Map(zone).set(state.property, state));
  }
  statesByZone.value = merged;
}
