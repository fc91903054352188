import type { Property } from '../../model/property.ts';
import type { ZoneState } from '../../model/state.ts';
import { orderedState } from './ordered.ts';
import { type PackedState, packState, SourceNames, unpackState } from './packed-state.ts';
import { forgetUntil, putInTime, sliceOfTime } from './time-series.ts';

/** Packed estimates of one place and property. */
interface PackedSeries {
  readonly zoneId: string;
  readonly property: Property;
  readonly states: readonly PackedState[];
}

/** The estimates as plain JSON. */
export interface StateWindowsSnapshot {
  readonly sources: SourceNames['names'];
  readonly series: readonly PackedSeries[];
}

/** Fused estimates per zone and property, for the longest window of any scenario plus the allowed lateness. */
export class StateWindows {
  readonly #series = new Map<Property, Map<string, ZoneState[]>>();

  /** Adds an estimate; a second one for the same instant replaces the first. */
  put(state: ZoneState): void {
    const zones = this.#series.get(state.property) ?? new Map<string, ZoneState[]>();
    this.#series.set(state.property, zones);
    const states = zones.get(state.zoneId) ?? [];
    zones.set(state.zoneId, states);
    putInTime(states, orderedState(state));
  }

  /** Estimates of one place in (after, until], in order of time. */
  slice(zoneId: string, property: Property, after: number, until: number): readonly ZoneState[] {
    const states = this.#series.get(property)?.get(zoneId);
    return states === undefined ? [] : sliceOfTime(states, after, until);
  }

  /** Removes estimates of a property up to `until`. */
  forget(property: Property, until: number): void {
    const zones = this.#series.get(property);
    for (const [zoneId, states] of zones ?? []) {
      forgetUntil(states, until);
      if (states.length === 0) zones?.delete(zoneId);
    }
  }

  snapshot(): StateWindowsSnapshot {
    const sources = new SourceNames();
    const series = [...this.#series].flatMap(([property, zones]) =>
      [...zones].map(([zoneId, states]) => ({
        zoneId,
        property,
        states: states.map((state) => packState(state, sources)),
      })),
    );
    return { sources: sources.names, series };
  }

  restore({ sources, series }: StateWindowsSnapshot): void {
    this.#series.clear();
    for (const { zoneId, property, states } of series) {
      for (const packed of states) this.put(unpackState(packed, { zoneId, property }, sources));
    }
  }
}
