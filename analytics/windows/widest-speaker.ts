import { PROPERTIES, type Property, type SpatialScope } from '../../model/property.ts';
import type { Scenario } from '../../model/scenario.ts';
import type { ZoneKind } from '../../model/zone.ts';

const WIDEST_BY_SCOPE: Readonly<Record<SpatialScope, ZoneKind | undefined>> = {
  smooth: 'district',
  local: 'cell',
  point: undefined,
};

/** Widest kind of zone whose estimate speaks for a zone without gauges of its own; undefined: only the zone's own does. */
export const widestSpeaker = ({ inheritsUpTo }: Scenario, property: Property): ZoneKind | undefined =>
  inheritsUpTo?.[property] ?? WIDEST_BY_SCOPE[PROPERTIES[property].scope];
