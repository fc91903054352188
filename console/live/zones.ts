import { computed, signal } from '@preact/signals';
import { nameIn } from '../texts/language.ts';
import type { ZoneFeature, ZonesAnswer } from './api-types.ts';
import { getJson } from './request.ts';

/** All zones of the city; empty until loaded. */
export const zones = signal<readonly ZoneFeature[]>([]);

/** Every kind of zone. */
const kindFacts = signal<ZonesAnswer['kinds']>({});

/** Zones by id. */
export const zonesById = computed(() => new Map(zones.value.map((zone) => [zone.properties.id, zone])));

/** Loads the zones. */
export async function loadZones(): Promise<void> {
  const { kinds, features } = await getJson<ZonesAnswer>('/api/zones');
  kindFacts.value = kinds;
  zones.value = features;
}

/** A zone's name in the page's language; its id while it is unknown. */
export function zoneName(zoneId: string): string {
  const zone = zonesById.value.get(zoneId);
  return zone ? nameIn(zone.properties.name) : zoneId;
}

/** The title of a kind of zone in the page's language. */
export function zoneKindTitle(kind: string): string {
  const facts = kindFacts.value[kind];
  return facts ? nameIn(facts.title) : kind;
}
