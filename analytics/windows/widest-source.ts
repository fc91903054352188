import { PROPERTIES, type Property, type SpatialScope } from '../../model/property.ts';
import type { Scenario } from '../../model/scenario.ts';
import type { ZoneKind } from '../../model/zone.ts';

const WIDEST_BY_SCOPE: Readonly<Record<SpatialScope, ZoneKind | undefined>> = {
  smooth: 'district',
  local: 'cell',
  point: undefined,
};

/** The widest kind of ancestor zone whose estimate is used for a zone without devices of its own; undefined: none. */
export const widestSourceKind = ({ inheritsUpTo }: Scenario, property: Property): ZoneKind | undefined =>
  inheritsUpTo?.[property] ?? WIDEST_BY_SCOPE[PROPERTIES[property].scope];
