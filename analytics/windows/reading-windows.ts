import type { Property } from '../../model/property.ts';
import type { Contribution } from '../../model/state.ts';

const isBefore = (a: Contribution, b: Contribution): boolean => {
  if (a.observedAt !== b.observedAt) return a.observedAt < b.observedAt;
  if (a.deviceId !== b.deviceId) return a.deviceId < b.deviceId;
  return a.channel === b.channel ? a.offset < b.offset : a.channel < b.channel;
};

/** The readings as plain JSON. */
export type ReadingWindowsSnapshot = readonly (readonly [Property, string, readonly Contribution[]])[];

/** Single readings per property and zone, in the order (observedAt, device, channel, offset). */
export class ReadingWindows {
  readonly #readings = new Map<Property, Map<string, Contribution[]>>();

  put(zoneId: string, property: Property, reading: Contribution): void {
    const zones = this.#readings.get(property) ?? new Map<string, Contribution[]>();
    this.#readings.set(property, zones);
    const readings = zones.get(zoneId) ?? [];
    zones.set(zoneId, readings);
    let index = readings.length;
    while (index > 0 && isBefore(reading, readings[index - 1] as Contribution)) index -= 1;
    readings.splice(index, 0, reading);
  }

  /** Readings observed in (after, until]. */
  slice(zoneId: string, property: Property, after: number, until: number): readonly Contribution[] {
    const readings = this.#readings.get(property)?.get(zoneId) ?? [];
    return readings.filter(({ observedAt }) => observedAt > after && observedAt <= until);
  }

  /** Removes readings up to `until`. */
  forget(property: Property, until: number): void {
    const zones = this.#readings.get(property);
    for (const [zoneId, readings] of zones ?? []) {
      const count = readings.findIndex(({ observedAt }) => observedAt > until);
      readings.splice(0, count < 0 ? readings.length : count);
      if (readings.length === 0) zones?.delete(zoneId);
    }
  }

  snapshot(): ReadingWindowsSnapshot {
    return [...this.#readings].flatMap(([property, zones]) =>
      [...zones].map(([zoneId, readings]) => [property, zoneId, [...readings]] as const),
    );
  }

  restore(snapshot: ReadingWindowsSnapshot): void {
    this.#readings.clear();
    for (const [property, zoneId, readings] of snapshot) {
      for (const reading of readings) this.put(zoneId, property, reading);
    }
  }
}
