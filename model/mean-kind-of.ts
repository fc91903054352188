import { PROPERTIES, type Property } from './property.ts';
import { type MeanKind, PROPERTY_KINDS } from './property-kind.ts';

/** How values of a property are averaged. */
export const meanKindOf = (property: Property): MeanKind => PROPERTY_KINDS[PROPERTIES[property].kind].mean;
