import { signal } from '@preact/signals';
import type { PropertyKind } from '../../model/property-kind.ts';
import { formatUnit } from '../format/unit.ts';
import { nameIn, texts } from '../texts/language.ts';
import type { PropertiesAnswer } from './api-types.ts';
import { getJson } from './request.ts';

const properties = signal<PropertiesAnswer['properties']>({});

/** Loads the catalogue of properties. */
export async function loadProperties(): Promise<void> {
  properties.value = (await getJson<PropertiesAnswer>('/api/properties')).properties;
}

/** A property's title in the page's language. */
export function propertyTitle(property: string): string {
  const known = properties.value[property];
  return known ? nameIn(known.title) : property;
}

/** A property's unit as people write it. */
export function propertyUnit(property: string): string {
  const known = properties.value[property];
  return known ? formatUnit(known.unit, texts.value.units) : '';
}

/** What a property's values are; null: not known (yet). */
export const propertyKind = (property: string): PropertyKind | null => properties.value[property]?.kind ?? null;
