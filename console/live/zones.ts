import { computed, signal } from '@preact/signals';
import { nameIn } from '../texts/language.ts';
import type { ZoneFeature } from './api-types.ts';
import { getJson } from './request.ts';

/** All zones of the city; empty until loaded. */
export const zones = signal<readonly ZoneFeature[]>([]);

/** Zones by id. */
export const zonesById = computed(() => new Map(zones.value.map((zone) => [zone.properties.id, zone])));

/** Loads the zones. */
export async function loadZones(): Promise<void> {
  zones.value = (await getJson<{ readonly features: readonly ZoneFeature[] }>('/api/zones')).features;
}

/** A zone's name in the page's language; its id while it is unknown. */
export function zoneName(zoneId: string): string {
  const zone = zonesById.value.get(zoneId);
  return zone ? nameIn(zone.properties.name) : zoneId;
}
