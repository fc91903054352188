import { meanKindOf } from '../model/mean-kind-of.ts';
import type { Property } from '../model/property.ts';
import type { Contribution, ExcludedReading, ZoneState } from '../model/state.ts';
import type { ChannelSeries } from './channel-series.ts';
import { estimate, type Sample } from './estimate.ts';
import type { Point } from './points.ts';

/** All series of one property in one zone and in the zones that it contains. */
export class ZoneGroup {
  readonly zoneId: string;
  readonly property: Property;
  /** Grid point of the newest estimate. */
  newestAt = -1;
  #members: ChannelSeries[] = [];

  constructor(zoneId: string, property: Property) {
    this.zoneId = zoneId;
    this.property = property;
  }

  add(series: ChannelSeries): void {
    this.#members.push(series);
    // In a fixed order, because a floating-point sum depends on the order of its terms.
    this.#members.sort((a, b) => (a.facts.key < b.facts.key ? -1 : 1));
  }

  remove(series: ChannelSeries): void {
    this.#members = this.#members.filter((member) => member !== series);
  }

  /** Whether a usable amount was observed in the minute before `at`; false for anything but amounts. */
  hasAmountAt(at: number): boolean {
    return this.#members.some((series) => series.hasAmountAt?.(at) === true);
  }

  /** The estimate at an instant of event time; null: there is no valid reading. */
  fuse(at: number): ZoneState | null {
    const usedBySample: (readonly Contribution[])[] = [];
    const samples: Sample[] = [];
    const excluded: ExcludedReading[] = [];
    for (const series of this.#members) {
      const { sample, used, bad } = series.partAt(at);
      for (const point of bad) excluded.push(excludedReading(point, 'quality'));
      if (sample === null) continue;
      usedBySample.push(used);
      samples.push(sample);
    }
    if (samples.length === 0) return null;
    const { value, uncertainty, isOutlier } = estimate(samples, meanKindOf(this.property));
    const contributors: Contribution[] = [];
    for (const [i, used] of usedBySample.entries()) {
      if (isOutlier[i]) excluded.push(...used.map((point) => excludedReading(point, 'outlier')));
      else contributors.push(...used);
    }
    return { zoneId: this.zoneId, property: this.property, at, value, uncertainty, contributors, setAside: excluded };
  }
}

function excludedReading(
  { deviceId, channel, value, offset }: Point,
  reason: ExcludedReading['reason'],
): ExcludedReading {
  return { deviceId, channel, value, offset, reason };
}
