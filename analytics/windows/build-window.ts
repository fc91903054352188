import type { Property } from '../../model/property.ts';
import type { Scenario, Window } from '../../model/scenario.ts';
import type { Contribution, ZoneState } from '../../model/state.ts';
import type { Zone } from '../../model/zone.ts';
import type { ReadingWindows } from './reading-windows.ts';
import type { StateWindows } from './state-windows.ts';
import { isWithin, zoneChain } from './zone-chain.ts';

/** What windows are made from. */
export interface WindowSources {
  readonly zones: ReadonlyMap<string, Zone>;
  readonly states: StateWindows;
  readonly readings: ReadingWindows;
}

/** How far back a scenario looks at a property. */
export const lookBackMillis = ({ windowSeconds, lookBackSeconds }: Scenario, property: Property): number =>
  (lookBackSeconds?.[property] ?? windowSeconds) * 1000;

/** Zones whose estimate of a property may speak for a zone: itself, then its ancestors as wide as the scenario allows. */
export function speakersFor(
  scenario: Scenario,
  property: Property,
  zone: Zone,
  zones: ReadonlyMap<string, Zone>,
): readonly Zone[] {
  const widest = scenario.inheritsUpTo?.[property];
  const [self, ...ancestors] = zoneChain(zones, zone.id);
  if (self === undefined) return [];
  return widest === undefined ? [self] : [self, ...ancestors.filter(({ kind }) => isWithin(kind, widest))];
}

/**
 * The widest zone that a scenario reads for a zone. Event time has passed a grid point in all that it reads when it has
 * there: a parent comes after its children.
 */
export function widestReadFor({ inheritsUpTo = {} }: Scenario, zone: Zone, zones: ReadonlyMap<string, Zone>): Zone {
  const widest = Object.values(inheritsUpTo);
  const ancestors = zoneChain(zones, zone.id).slice(1);
  return ancestors.findLast(({ kind }) => widest.some((limit) => isWithin(kind, limit))) ?? zone;
}

/** What a scenario sees of a zone at a moment; null when nothing at all is known there. */
export function buildWindow(scenario: Scenario, zone: Zone, at: number, sources: WindowSources): Window | null {
  const states: Partial<Record<Property, readonly ZoneState[]>> = {};
  const readings: Partial<Record<Property, readonly Contribution[]>> = {};
  let isEmpty = true;
  for (const property of scenario.needs) {
    const after = at - lookBackMillis(scenario, property);
    for (const speaker of speakersFor(scenario, property, zone, sources.zones)) {
      const found = sources.states.slice(speaker.id, property, after, at);
      if (found.length === 0) continue;
      states[property] = found;
      isEmpty = false;
      break;
    }
    const seconds = scenario.readingsSeconds?.[property];
    const single = seconds ? sources.readings.slice(zone.id, property, at - seconds * 1000, at) : [];
    if (single.length > 0) readings[property] = single;
  }
  if (isEmpty) return null;
  return { zoneId: zone.id, zoneKind: zone.kind, at, windowSeconds: scenario.windowSeconds, states, readings };
}
