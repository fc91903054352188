import { meanKindOf } from '../model/mean-kind-of.ts';
import type { Property } from '../model/property.ts';
import type { Contribution, ExcludedReading, ZoneState } from '../model/state.ts';
import { estimate, type Sample } from './estimate.ts';
import type { Point, Series } from './series.ts';

/** All series of one property in one zone and in the zones that it contains. */
export class ZoneGroup {
  readonly zoneId: string;
  readonly property: Property;
  /** Grid point of the newest estimate. */
  newestAt = -1;
  #members: Series[] = [];

  constructor(zoneId: string, property: Property) {
    this.zoneId = zoneId;
    this.property = property;
  }

  add(series: Series): void {
    this.#members.push(series);
    // In a fixed order, because a floating-point sum depends on the order of its terms.
    this.#members.sort((a, b) => (a.facts.key < b.facts.key ? -1 : 1));
  }

  remove(series: Series): void {
    this.#members = this.#members.filter((member) => member !== series);
  }

  /** The estimate at an instant of event time; null: there is no valid reading. */
  fuse(at: number): ZoneState | null {
    const used: Contribution[] = [];
    const samples: Sample[] = [];
    const excluded: ExcludedReading[] = [];
    for (const series of this.#members) {
      const { usable, bad } = series.lookUp(at);
      if (bad !== null) excluded.push(excludedReading(bad, 'quality'));
      if (usable === null) continue;
      used.push(usable);
      samples.push({ value: usable.value, accuracy: series.facts.channel.accuracy });
    }
    if (samples.length === 0) return null;
    const { value, uncertainty, isOutlier } = estimate(samples, meanKindOf(this.property));
    const contributors = used.filter((point, i) => {
      if (isOutlier[i]) excluded.push(excludedReading(point, 'outlier'));
      return !isOutlier[i];
    });
    return { zoneId: this.zoneId, property: this.property, at, value, uncertainty, contributors, setAside: excluded };
  }
}

function excludedReading(
  { deviceId, channel, value, offset }: Point,
  reason: ExcludedReading['reason'],
): ExcludedReading {
  return { deviceId, channel, value, offset, reason };
}
