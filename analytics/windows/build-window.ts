import type { AlertSubject } from '../../model/alert-subject.ts';
import type { Device } from '../../model/device.ts';
import type { Property } from '../../model/property.ts';
import type { Scenario, Window } from '../../model/scenario.ts';
import type { Contribution, ZoneState } from '../../model/state.ts';
import type { Zone } from '../../model/zone.ts';
import type { Place } from './place.ts';
import type { ReadingWindows } from './reading-windows.ts';
import type { StateWindows } from './state-windows.ts';
import { subjectKey } from './subject-key.ts';
import { subjectOfDevice } from './subjects-of.ts';
import { widestSourceKind } from './widest-source.ts';
import { isWithin, zoneChain } from './zone-chain.ts';

/** The data from which windows are built. */
export interface WindowSources {
  /** `sourceZonesFor` in the city's zones. */
  readonly sourcesOf: (scenario: Scenario, property: Property, zone: Zone) => readonly Zone[];
  readonly devices: ReadonlyMap<string, Device>;
  readonly states: StateWindows;
  readonly readings: ReadingWindows;
}

/** Length of a scenario's window for a property. */
export const lookBackMillis = ({ windowSeconds, lookBackSeconds }: Scenario, property: Property): number =>
  (lookBackSeconds?.[property] ?? windowSeconds) * 1000;

/** Zones whose estimate of a property may be used for a zone: itself, then its ancestors up to the allowed kind. */
export function sourceZonesFor(
  scenario: Scenario,
  property: Property,
  zone: Zone,
  zones: ReadonlyMap<string, Zone>,
): readonly Zone[] {
  const widest = widestSourceKind(scenario, property);
  const [self, ...ancestors] = zoneChain(zones, zone.id);
  if (self === undefined) return [];
  return widest === undefined ? [self] : [self, ...ancestors.filter(({ kind }) => isWithin(kind, widest))];
}

/**
 * The widest zone whose estimates a scenario may use for a zone. When it has passed a grid point, so have all others
 * that are used, because a zone passes a grid point after the zones that it contains.
 */
export function widestSourceZone(scenario: Scenario, zone: Zone, zones: ReadonlyMap<string, Zone>): Zone {
  const widest = scenario.needs.flatMap((property) => widestSourceKind(scenario, property) ?? []);
  const ancestors = zoneChain(zones, zone.id).slice(1);
  return ancestors.findLast(({ kind }) => widest.some((limit) => isWithin(kind, limit))) ?? zone;
}

/** Builds the window of a place at an instant; null: there is no data for it. */
export function buildWindow(scenario: Scenario, zone: Place, at: number, sources: WindowSources): Window | null {
  const states: Partial<Record<Property, readonly ZoneState[]>> = {};
  const readings: Partial<Record<Property, readonly Contribution[]>> = {};
  let isEmpty = true;
  for (const property of scenario.needs) {
    const after = at - lookBackMillis(scenario, property);
    for (const source of sources.sourcesOf(scenario, property, zone)) {
      const found = sources.states.slice(source.id, property, after, at);
      if (found.length === 0) continue;
      states[property] = found;
      isEmpty = false;
      break;
    }
    const seconds = scenario.readingsSeconds?.[property];
    const recent = seconds ? sources.readings.slice(zone.id, property, at - seconds * 1000, at) : [];
    const single = zone.subject ? readingsOf(zone.subject, recent, scenario, sources) : recent;
    if (single.length > 0) readings[property] = single;
  }
  if (isEmpty && (zone.subject === undefined || Object.keys(readings).length === 0)) return null;
  const about = zone.subject ? { subject: zone.subject } : {};
  return {
    zoneId: zone.id,
    zoneKind: zone.kind,
    at,
    windowSeconds: scenario.windowSeconds,
    ...about,
    states,
    readings,
  };
}

/** Readings of a subject's own devices, and of devices that belong to no subject. */
function readingsOf(
  subject: AlertSubject,
  readings: readonly Contribution[],
  scenario: Scenario,
  { devices }: WindowSources,
): readonly Contribution[] {
  return readings.filter(({ deviceId }) => {
    const other = subjectOfDevice(scenario, devices, deviceId);
    return other === null || subjectKey(other) === subjectKey(subject);
  });
}
