import { PROPERTIES, type Property } from './property.ts';
import { type AggregateFunction, PROPERTY_KINDS } from './property-kind.ts';

/** The aggregates of a property that mean something, the usual one first. */
export const aggregatesOf = (property: Property): readonly [AggregateFunction, ...AggregateFunction[]] =>
  PROPERTY_KINDS[PROPERTIES[property].kind].aggregates;

/** Why this aggregate of a property means nothing, and what to ask for instead, as a sentence; null when it does. */
export function whyNotAggregated(property: Property, name: AggregateFunction): string | null {
  const allowed = aggregatesOf(property);
  if (allowed.includes(name)) return null;
  return `${property} ${PROPERTY_KINDS[PROPERTIES[property].kind].because}; there are ${allowed.join(', ')}.`;
}
