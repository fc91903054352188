import type { Property } from '../model/property.ts';
import type { Contribution, ExcludedReading, ZoneState } from '../model/state.ts';
import { isDirection } from './direction.ts';
import { estimate, type Sample } from './estimate.ts';
import type { Point, Series } from './series.ts';

/** All channels that observe one property in one zone, or below it. */
export class ZoneGroup {
  readonly zoneId: string;
  readonly property: Property;
  /** Grid point of the newest estimate that was made. */
  newestAt = -1;
  #members: Series[] = [];

  constructor(zoneId: string, property: Property) {
    this.zoneId = zoneId;
    this.property = property;
  }

  add(series: Series): void {
    this.#members.push(series);
    // Always in one order, so that sums come out the same to the last bit.
    this.#members.sort((a, b) => (a.facts.key < b.facts.key ? -1 : 1));
  }

  remove(series: Series): void {
    this.#members = this.#members.filter((member) => member !== series);
  }

  /** The estimate at one moment of event time; null when nobody may speak. */
  fuse(at: number): ZoneState | null {
    const speaking: Contribution[] = [];
    const samples: Sample[] = [];
    const setAside: ExcludedReading[] = [];
    for (const series of this.#members) {
      const { usable, bad } = series.lookUp(at);
      if (bad !== null) setAside.push(aside(bad, 'quality'));
      if (usable === null) continue;
      speaking.push(usable);
      samples.push({ value: usable.value, accuracy: series.facts.channel.accuracy });
    }
    if (samples.length === 0) return null;
    const { value, uncertainty, isOutlier } = estimate(samples, isDirection(this.property));
    const contributors = speaking.filter((point, i) => {
      if (isOutlier[i]) setAside.push(aside(point, 'outlier'));
      return !isOutlier[i];
    });
    return { zoneId: this.zoneId, property: this.property, at, value, uncertainty, contributors, setAside };
  }
}

function aside({ deviceId, channel, value, offset }: Point, reason: ExcludedReading['reason']): ExcludedReading {
  return { deviceId, channel, value, offset, reason };
}
